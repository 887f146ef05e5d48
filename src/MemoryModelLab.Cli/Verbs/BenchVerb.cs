using System.CommandLine;
using MemoryModelLab.Cli.Rendering;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Hardware.Placement;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml bench</c>: the stores beside <c>ConcurrentDictionary</c>.</summary>
internal sealed class BenchVerb
{
    private const int MaxRepetitions = 10_000;

    // The verbs run without what the JIT learns of hot code (see the project file); a user's program has it, and so has what is measured.
    private const string Learning = "DOTNET_TieredPGO";

    private readonly Option<bool> quick = new("--quick") { Description = "Every workload in short turns, about two minutes together" };
    private readonly Option<string?> only = new("--only") { Description = "Only workloads whose names contain this, e.g. \"1e3\" or \"batches\"" };

    private readonly Option<int> repetitions = new("--repetitions")
    {
        Description = "How often each store has its turn; medians count",
        DefaultValueFactory = _ => 31,
    };

    private readonly Option<string?> json = CommonOptions.JsonOption();

    public static Command Create()
    {
        var verb = new BenchVerb();
        var command = new Command("bench", """
            The key-value stores beside ConcurrentDictionary, in turns.

              mml bench --quick
              mml bench --quick --only "long 1e3"
              mml bench --quick --json results.json
            """);
        foreach (Option option in (Option[])[verb.quick, verb.only, verb.repetitions, verb.json]) command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Task.FromResult((int)verb.Run(parsed, cancellation)));
        return command;
    }

    private ExitCode Run(ParseResult parsed, CancellationToken cancellation)
    {
        if (!parsed.GetValue(quick)) throw new UsageException("bench: expected --quick, the short benchmark");
        int turns = parsed.GetValue(repetitions);
        if (turns is < 3 or > MaxRepetitions) throw new UsageException($"--repetitions {turns}: expected 3 to {MaxRepetitions}");
        IReadOnlyList<int> processors = ThreadPlacement.Available();
        var options = new QuickOptions(turns, Only: parsed.GetValue(only), Bind: processors.Count == 0 ? null : thread => ThreadPlacement.TryBind(processors[thread % processors.Count]));
        if (QuickBenchmark.Workloads(options).Count == 0)
        {
            string[] all = [.. QuickBenchmark.Workloads(options with { Only = null })];
            throw new UsageException($"--only {options.Only}: no workload's name contains that; they are {string.Join("; ", all)}");
        }

        string? path = parsed.GetValue(json);
        TextFile.Prepare("--json", path);
        if (Environment.GetEnvironmentVariable(Learning) != "1") return (ExitCode)OwnProcess.Run([KeyValuePair.Create(Learning, "1")], cancellation);
        var results = new List<QuickResult>();
        if (path != "-") BenchTable.Head();
        foreach (QuickResult result in QuickBenchmark.Run(options))
        {
            if (cancellation.IsCancellationRequested) return ExitCode.Interrupted;
            results.Add(result);
            if (path != "-") BenchTable.Row(result);
        }

        if (path is not null) JsonBench.Write(path, results);
        if (path != "-") BenchTable.Foot();
        Output.Flush();
        return ExitCode.Pass;
    }
}
