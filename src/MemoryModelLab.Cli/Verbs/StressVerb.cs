using System.CommandLine;
using MemoryModelLab.Cli.Campaigns;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Cli.Stores;
using MemoryModelLab.Workloads;
using MemoryModelLab.Workloads.Stress;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml stress</c>: the stores under random operations by several threads, every answer explained by an order or reported.</summary>
internal sealed class StressVerb
{
    private readonly Option<string[]> stores = new("--store") { Description = $"The stores: {StoreNames.List} (default: all)" };
    private readonly Option<string?> time = new("--time") { Description = "How long, all stores together: 90s, 10m, 1h30m (default: 20s; with --controls 60s for each)" };
    private readonly Option<int> seed = new("--seed") { Description = "Decides what the threads ask; when they run is the system's", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> keys = new("--keys") { Description = "What the keys are: numbers or texts (default: both in turn)" };
    private readonly Option<bool> controls = new("--controls") { Description = "The broken twins instead: each must be caught, by stress or by the models" };
    private readonly Option<string?> json = CommonOptions.JsonOption();

    public static Command Create()
    {
        var verb = new StressVerb();
        var command = new Command("stress", """
            The key-value stores under random operations by several threads. Each key's operations must have an order that explains all answers.

              mml stress
              mml stress --store probing,seqlock --time 5m
              mml stress --store probing --keys texts
              mml stress --time 30m --json stress.json
              mml stress --controls
            """);
        foreach (Option option in (Option[])[verb.stores, verb.keys, verb.time, verb.seed, verb.controls, verb.json]) command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Task.FromResult((int)verb.Run(parsed, cancellation)));
        return command;
    }

    private ExitCode Run(ParseResult parsed, CancellationToken cancellation)
    {
        string? path = parsed.GetValue(json), text = parsed.GetValue(time);
        TimeSpan? given = text is null ? null : DurationSyntax.Parse(text) ?? throw new UsageException($"--time {text}: expected a duration such as 90s, 10m or 1h30m");
        string[] names = [.. (parsed.GetValue(stores) ?? []).SelectMany(n => n.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        bool isControl = parsed.GetValue(controls);
        if (isControl && names.Length > 0) throw new UsageException("--controls takes the broken twins, and does not go with --store");
        string? chosen = parsed.GetValue(keys);
        StressKeys? kind = chosen?.ToLowerInvariant() switch
        {
            null => null,
            "numbers" => StressKeys.Numbers,
            "texts" => StressKeys.Texts,
            _ => throw new UsageException($"--keys {chosen}: expected numbers or texts"),
        };
        if (isControl && kind is not null) throw new UsageException("--controls takes the broken twins, whose keys are numbers, and does not go with --keys");
        TextFile.Prepare("--json", path);
        StoreKind[] kinds = names.Length > 0 ? [.. names.Select(StoreNames.Find).Distinct()] : [.. StoreKind.All];
        return isControl
            ? RunControls(given ?? TimeSpan.FromSeconds(60), parsed.GetValue(seed), path, cancellation)
            : RunStores(kinds, kind, given ?? TimeSpan.FromSeconds(20), parsed.GetValue(seed), path, cancellation);
    }

    private static ExitCode RunStores(StoreKind[] kinds, StressKeys? keys, TimeSpan time, int seed, string? path, CancellationToken cancellation)
    {
        IReadOnlyList<StressReport> reports = StressRun.Run(kinds, keys, time, seed, cancellation);
        bool isWrong = reports.Any(r => r.Violation is not null), isOpen = reports.Any(r => r.Undecided > 0);
        if (path is not null) StressJson.Write(path, seed, reports);
        if (path != "-")
        {
            StressText.Head();
            foreach (StressReport report in reports) StressText.Row(report);
            foreach (StressReport report in reports) StressText.Violation(report);
            Output.Line();
            Output.Line($"{reports.Sum(r => r.Operations):N0} operations, {reports.Count(r => r.Violation is not null)} violations, seed {seed}");
            Output.Line(isWrong ? "Next: mml stress with the store and seed above, several times" : $"Next: mml stress --time 30m --seed {unchecked(seed + 1)}; mml stress --controls, to see it find errors");
        }

        Output.Flush();
        if (isWrong) return ExitCode.Violation;
        if (cancellation.IsCancellationRequested) return ExitCode.Interrupted;
        return isOpen ? ExitCode.Inconclusive : ExitCode.Pass;
    }

    private static ExitCode RunControls(TimeSpan limit, int seed, string? path, CancellationToken cancellation)
    {
        var reports = new List<ControlReport>();
        if (path != "-") StressText.ControlHead();
        foreach (ControlReport report in Controls.Run(limit, seed, cancellation))
        {
            reports.Add(report);
            if (path != "-") StressText.Control(report);
            Output.Flush();
        }

        if (path is not null) StressJson.Write(path, seed, reports);
        if (path != "-")
        {
            Output.Line();
            Output.Line($"{reports.Count(r => r.IsCaught)} of {reports.Count} twins caught");
            Output.Line("Next: mml check litmus/stores/Aba.litmus --why; docs/stores.md says what each is for");
        }

        Output.Flush();
        if (cancellation.IsCancellationRequested) return ExitCode.Interrupted;
        return reports.All(r => r.IsCaught) ? ExitCode.Pass : ExitCode.Violation;
    }
}
