using System.CommandLine;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Cli.Verify;
using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Ladder;
using MemoryModelLab.Litmus;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml verify</c>: recorded histories under every consistency model.</summary>
internal static class VerifyVerb
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Description = "Histories as JSON lines (mml-kv-history/1), or folders of them", Arity = ArgumentArity.OneOrMore };
        var models = new Option<string[]>("--model", "-m") { Description = "The models to ask, e.g. session,linearizable (default: all, from eventual to strict)" };
        var expected = new Option<bool>("--expected") { Description = "Compare with the verdicts recorded in the histories' headers, and in files named oracle.jsonl" };
        var explain = new Option<bool>("--explain") { Description = "List the operations of each contradiction" };
        var limit = new Option<double>("--time-limit") { Description = "Seconds each search may take; one cut short is inconclusive", DefaultValueFactory = _ => 10 };
        Option<string?> json = CommonOptions.JsonOption();
        var command = new Command("verify", """
            Which consistency models a recorded history satisfies, from eventual to strict, and why not the next.

              mml verify history.jsonl
              mml verify history.jsonl --model session,linearizable --explain
              mml verify histories/ --json verdicts.json
              mml verify corpus/ --expected
            """);
        command.Arguments.Add(paths);
        foreach (Option option in (Option[])[models, expected, explain, limit, json]) command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            double seconds = parsed.GetValue(limit);
            if (!(seconds > 0 && seconds <= 1e6)) throw new UsageException($"--time-limit {seconds}: expected a number of seconds above 0");
            TextFile.Prepare("--json", parsed.GetValue(json));
            ConsistencyModel[] chosen = [.. (parsed.GetValue(models) ?? []).SelectMany(m => m.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(Model)];
            var options = new CheckOptions { TimeLimit = TimeSpan.FromSeconds(seconds), WithWitness = parsed.GetValue(explain) && parsed.GetValue(json) is not null, Cancellation = cancellation };
            string[] named = parsed.GetValue(paths)!;
            if (!parsed.GetValue(expected)) return Task.FromResult((int)Verify(named, chosen, parsed.GetValue(explain), parsed.GetValue(json), options, cancellation));
            if (parsed.GetValue(json) is not null || parsed.GetValue(explain)) throw new UsageException("--json and --explain do not go with --expected, which only compares");
            return Task.FromResult((int)RecordedVerdicts.Run(named, chosen, options with { ShrinksCore = false }, cancellation));
        });
        return command;
    }

    private static ExitCode Verify(string[] paths, ConsistencyModel[] chosen, bool explain, string? json, CheckOptions options, CancellationToken cancellation)
    {
        IReadOnlyList<string> files = HistoryFiles.Find(paths);
        IReadOnlyList<ConsistencyModel> models = chosen.Length > 0 ? chosen : ConsistencyModel.All;
        ConsistencyModel[] deciding = chosen.Length > 0 ? chosen : [ConsistencyModel.Find("linearizable")!];
        var show = new HistoryReports(files.Count == 1, explain, deciding, json);
        InOrder.Run(files, Environment.ProcessorCount, file => HistoryReport.Of(file, models, options), (_, report) => show.Add(report), cancellation);
        return show.Finish(cancellation.IsCancellationRequested);
    }

    private static ConsistencyModel Model(string name) => ConsistencyModel.Find(name)
        ?? throw new UsageException($"no consistency model is called '{name}'{Suggestion.For(name, ConsistencyModel.All.Select(m => m.Name))} (there are {string.Join(", ", ConsistencyModel.All.Select(m => m.Name))})");
}
