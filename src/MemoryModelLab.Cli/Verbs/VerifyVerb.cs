using System.CommandLine;
using MemoryModelLab.Cli.Inputs;
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
        var paths = new Argument<string[]>("path") { Description = "Histories: JSON lines (mml-kv-history/1), Jepsen's .edn and .log, folders of them, or - for standard input", Arity = ArgumentArity.OneOrMore };
        var models = new Option<string[]>("--model", "-m") { Description = "The models to ask, e.g. session,linearizable (default: all, from eventual to strict)" };
        var expected = new Option<bool>("--expected") { Description = "Compare with the verdicts recorded in the histories' headers, and in files named oracle.jsonl" };
        var explain = new Option<bool>("--explain") { Description = "List the operations of each contradiction" };
        var shrink = new Option<string?>("--shrink") { Description = "Write the smallest part of the history that still violates the model to a file (- for standard output)" };
        var html = new Option<string?>("--html") { Description = "Draw the operations on a line of time, as one page for a browser" };
        var limit = new Option<double>("--time-limit") { Description = "Seconds each search may take; one cut short is inconclusive", DefaultValueFactory = _ => 10 };
        var time = new Option<bool>("--time") { Description = "What each history costs: reading it and deciding it, one history after another" };
        Option<string?> json = CommonOptions.JsonOption();
        var command = new Command("verify", """
            Which consistency models a recorded history satisfies, from eventual to strict, and why not the next.

              mml verify history.jsonl
              mml verify history.jsonl --model session,linearizable --explain
              mml verify history.edn --html history.html
              mml verify history.jsonl --shrink small.jsonl
              mml verify histories/ --json verdicts.json
              mml verify corpus/ --expected
              mml verify corpus/ --model linearizable --time
            """);
        command.Arguments.Add(paths);
        foreach (Option option in (Option[])[models, expected, explain, shrink, html, limit, time, json]) command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            TimeSpan longest = TimeLimit.Of(parsed.GetValue(limit));
            var outputs = new VerifyOutputs(parsed.GetValue(json), parsed.GetValue(shrink), parsed.GetValue(html));
            outputs.Prepare();
            ConsistencyModel[] chosen = [.. (parsed.GetValue(models) ?? []).SelectMany(m => m.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(Model)];
            var options = new CheckOptions { TimeLimit = longest, WithWitness = outputs.Html is not null || (parsed.GetValue(explain) && outputs.Json is not null), Cancellation = cancellation };
            string[] named = parsed.GetValue(paths)!;
            bool isTimed = parsed.GetValue(time);
            if (!parsed.GetValue(expected)) return Task.FromResult((int)Verify(named, chosen, new HistoryLayout(parsed.GetValue(explain), isTimed), outputs, options, cancellation));
            if (outputs.Any || parsed.GetValue(explain) || isTimed) throw new UsageException("--json, --explain, --shrink, --html and --time do not go with --expected, which only compares");
            return Task.FromResult((int)RecordedVerdicts.Run(named, chosen, options with { ShrinksCore = false }, cancellation));
        });
        return command;
    }

    private static ExitCode Verify(string[] paths, ConsistencyModel[] chosen, HistoryLayout layout, VerifyOutputs outputs, CheckOptions options, CancellationToken cancellation)
    {
        IReadOnlyList<string> files = HistoryFiles.Find(paths);
        outputs.Spare(files);
        IReadOnlyList<ConsistencyModel> models = chosen.Length > 0 ? chosen : ConsistencyModel.All;
        ConsistencyModel[] deciding = chosen.Length > 0 ? chosen : [ConsistencyModel.Find("linearizable")!];
        if (files.Count != 1 && (outputs.Shrink ?? outputs.Html) is not null) throw new UsageException($"--shrink and --html are for one history, and {files.Count} are named");
        var show = new HistoryReports(files.Count == 1, layout, deciding, outputs, options);
        int workers = layout.IsTimed ? 1 : Environment.ProcessorCount; // what is measured is not disturbed
        InOrder.Run(files, workers, file => HistoryReport.Of(file, models, options), (_, report) => show.Add(report), cancellation);
        return show.Finish(cancellation.IsCancellationRequested);
    }

    private static ConsistencyModel Model(string name) => ConsistencyModel.Find(name)
        ?? throw new UsageException($"no consistency model is called '{name}'{Suggestion.For(name, ConsistencyModel.All.Select(m => m.Name))} (there are {string.Join(", ", ConsistencyModel.All.Select(m => m.Name))})");
}
