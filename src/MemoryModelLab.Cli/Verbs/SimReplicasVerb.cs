using System.CommandLine;
using System.Diagnostics;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Cli.Simulations.Replicas;
using MemoryModelLab.Cli.Verify;
using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;
using MemoryModelLab.Machine.Replicas;
using MemoryModelLab.Machine.Replicas.Policies;
using MemoryModelLab.Machine.Replicas.Timed;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml sim replicas</c>: replicas in simulated time; what their clients saw, recorded and judged.</summary>
internal static class SimReplicasVerb
{
    public static Command Create()
    {
        var policy = new Option<string>("--policy", "-p") { Description = $"How replicas inform each other: {string.Join(", ", PolicyCatalogue.All.Select(p => p.Name))}; with a fault: {string.Join(", ", PolicyCatalogue.Broken.Select(p => p.Name))}", DefaultValueFactory = _ => "causal" };
        var system = new SystemOptions(ops: 1000);
        var output = new Option<string?>("--out") { Description = "Write the history (mml-kv-history/1), for mml verify; with - to standard output, and nothing is judged" };
        var notes = new Option<string?>("--notes") { Description = "Draw what each reader hears of one key, and when, as notes on staves (SVG)" };
        var limit = new Option<double>("--time-limit") { Description = "Seconds each verdict may take; one cut short is inconclusive", DefaultValueFactory = _ => 5 };
        var explain = new Option<bool>("--explain") { Description = "List the operations of each contradiction" };
        Option<string?> json = CommonOptions.JsonOption();
        var command = new Command("replicas", """
            Replicas of a key-value memory in simulated time: clients, a network that delays, reorders, loses, doubles and cuts, a propagation policy.
            What the clients saw is judged by every consistency model. Exit code 1: a model that the policy promises is violated.

              mml sim replicas --policy causal --clients 4 --ops 10000 --seed 7
              mml sim replicas --policy eventual --out history.jsonl
              mml sim replicas --policy prefix --notes notes.svg
              mml sim replicas --policy quorum --partition 1000-3000
            """);
        command.Options.Add(policy);
        system.AddTo(command);
        foreach (Option option in (Option[])[output, notes, explain, limit, json]) command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            TimeSpan longest = TimeLimit.Of(parsed.GetValue(limit));
            (string? outPath, string? notesPath, string? jsonPath) = (parsed.GetValue(output), parsed.GetValue(notes), parsed.GetValue(json));
            foreach ((string option, string? path) in (ReadOnlySpan<(string, string?)>)[("--out", outPath), ("--notes", notesPath), ("--json", jsonPath)]) TextFile.Prepare(option, path);
            if (new[] { outPath, notesPath, jsonPath }.Count(p => p == "-") > 1) throw new UsageException("only one of --out, --notes and --json can have standard output; give the others a file");
            Policy chosen = PolicyChoice.One(parsed.GetValue(policy)!);
            ReplicaOptions options = system.Read(parsed);
            var check = new CheckOptions { TimeLimit = longest, Cancellation = cancellation, WithWitness = false };
            return Task.FromResult((int)Run(chosen, options, check, parsed.GetValue(explain), outPath, notesPath, jsonPath, cancellation));
        });
        return command;
    }

    private static ExitCode Run(Policy policy, ReplicaOptions options, CheckOptions check, bool explain, string? output, string? notes, string? json, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        Recording recording = ReplicaMachine.Run(policy, options, cancellation);
        if (!recording.IsComplete) return ExitCode.Interrupted;
        TimeSpan simulating = Stopwatch.GetElapsedTime(start);
        string name = $"{policy.Name}, seed {options.Seed}";
        if (output is not null) HistoryFile.Write(output, name, policy, options.Seed, recording.Operations, options.Clients);
        if (notes is not null) TextFile.Write(notes, NotesPicture.Of(policy, recording, options));
        if (output == "-" || notes == "-")
        {
            Output.Flush(); // what was asked for is on standard output, and nothing else
            return ExitCode.Pass;
        }

        if (json != "-")
        {
            int unanswered = recording.Operations.Count(o => o.Response == RecordedOperation.Never);
            Output.Line($"{policy.Name}: {policy.Summary}");
            Output.Line(FormattableString.Invariant(
                $"{options.Operations:N0} operations in {recording.Duration / 1e6:F1} simulated seconds ({simulating.TotalSeconds:F2} s), {recording.Messages:N0} messages, {unanswered:N0} operations not answered"));
            Output.Line();
            Output.Flush();
        }

        History history = ClientHistory.Of(name, recording.Operations, options.Clients);
        HashSet<string> promised = Implications.Closure(policy.Promises);
        var reports = new HistoryReports(single: true, new HistoryLayout(explain), [.. ConsistencyModel.All.Where(m => promised.Contains(m.Name))], new VerifyOutputs(json, null, null), check);
        var judge = new Judge(history, check);
        var verdicts = new List<(ConsistencyModel Model, Verdict Verdict, TimeSpan)>();
        foreach (ConsistencyModel model in ConsistencyModel.All)
        {
            long before = Stopwatch.GetTimestamp();
            verdicts.Add((model, judge.Of(model), Stopwatch.GetElapsedTime(before)));
        }

        reports.Add(new HistoryReport(output ?? name) { History = new RecordedHistory(history), Verdicts = verdicts, Staleness = judge.Staleness, ReadStaleness = judge.ReadStaleness });
        string[] broken = [.. verdicts.Where(v => promised.Contains(v.Model.Name) && v.Verdict.Judgement == Judgement.Violated).Select(v => v.Model.Name)];
        if (broken.Length > 0) Told($"DIFFERS {policy.Name} promises {string.Join(", ", broken)}, and this run violates it");
        bool isTooStale = policy is BoundedStaleness && BoundedStaleness.AreExceeded(judge.Staleness?.Versions, judge.Staleness?.Time);
        if (isTooStale) Told(FormattableString.Invariant($"DIFFERS {policy.Name} promises at most {BoundedStaleness.DefaultVersions} versions and {BoundedStaleness.DefaultTime / 1000} ms, and it is {judge.Staleness!.Versions} and {judge.Staleness.Time / 1000.0} ms"));
        ExitCode code = reports.Finish(cancellation.IsCancellationRequested);
        return isTooStale && code is (ExitCode.Pass or ExitCode.Inconclusive) ? ExitCode.Violation : code;

        void Told(string line)
        {
            if (json == "-") Console.Error.WriteLine($"mml: {line}");
            else Output.Line(line);
        }
    }
}
