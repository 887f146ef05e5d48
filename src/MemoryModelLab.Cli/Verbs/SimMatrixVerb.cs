using System.CommandLine;
using System.Diagnostics;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Cli.Simulations.Replicas;
using MemoryModelLab.Machine.Replicas;
using MemoryModelLab.Machine.Replicas.Exploration;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml sim matrix</c>: replication policies against consistency models.</summary>
internal static class SimMatrixVerb
{
    private const int FewestOperations = 2, MostOperations = 5, DefaultOperations = 4, DefaultRuns = 4, MostRuns = 1000;

    public static Command Create()
    {
        var policies = new Option<string[]>("--policy", "-p") { Description = "The policies, e.g. causal,sequential (default: all; 'broken' for those with a fault)" };
        var operations = new Option<int>("--operations") { Description = $"Explore every workload of up to so many operations ({FewestOperations} to {MostOperations}), and the named shapes", DefaultValueFactory = _ => DefaultOperations };
        var states = new Option<int>("--states") { Description = "The most states of a workload that are visited; more is cut short", DefaultValueFactory = _ => ReplicaExplorer.DefaultMostStates };
        var runs = new Option<int>("--runs") { Description = "Besides, so many long random runs in simulated time", DefaultValueFactory = _ => DefaultRuns };
        var explain = new Option<bool>("--explain") { Description = "Show the shortest violating history of every cell; a single policy always does" };
        var chart = new Option<bool>("--chart") { Description = "The same, with a shortest run to each as a message-sequence chart" };
        Option<string?> json = CommonOptions.JsonOption();
        var command = new Command("matrix", """
            Replication policies against consistency models: every run of small workloads, judged. A dot: no run violates the model. A number: the
            operations of the shortest violating history.

              mml sim matrix
              mml sim matrix --policy causal
              mml sim matrix --policy broken --chart
              mml sim matrix --policy quorum,witness --operations 3 --json matrix.json
            """);
        foreach (Option option in (Option[])[policies, operations, states, runs, explain, chart, json]) command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            int most = parsed.GetValue(operations), mostStates = parsed.GetValue(states);
            if (most is < FewestOperations or > MostOperations) throw new UsageException($"--operations {most}: expected a number from {FewestOperations} to {MostOperations}");
            if (mostStates < 1) throw new UsageException($"--states {mostStates}: expected a number from 1");
            int many = parsed.GetValue(runs);
            if (many is < 0 or > MostRuns) throw new UsageException($"--runs {many}: expected a number from 0 to {MostRuns}");
            TextFile.Prepare("--json", parsed.GetValue(json));
            Policy[] chosen = PolicyChoice.Many(parsed.GetValue(policies));
            bool explains = parsed.GetValue(explain) || parsed.GetValue(chart) || chosen.Length == 1;
            return Task.FromResult((int)Run(chosen, most, mostStates, many, explains, parsed.GetValue(chart), parsed.GetValue(json), cancellation));
        });
        return command;
    }

    private static ExitCode Run(Policy[] policies, int operations, int mostStates, int runs, bool explain, bool chart, string? json, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        Workload[] workloads = [.. WorkloadCatalogue.UpTo(operations).Concat(WorkloadCatalogue.Shapes).OrderBy(w => w.Operations)];
        var verdicts = new HistoryVerdicts();
        var rows = new List<MatrixRow>();
        bool isQuiet = json == "-";
        int width = policies.Max(p => p.Name.Length);
        if (!isQuiet) MatrixText.Head(width);
        InOrder.Run(policies, Environment.ProcessorCount, policy => MatrixRow.Of(policy, workloads, verdicts, mostStates, runs, cancellation), (_, row) => Add(row), cancellation);
        if (json is not null) MatrixJson.Write(json, rows);
        if (!isQuiet) MatrixText.Tail(rows, workloads, runs, explain, chart, Stopwatch.GetElapsedTime(start));
        Output.Flush();
        if (cancellation.IsCancellationRequested)
        {
            Console.Error.WriteLine("mml: interrupted; a row above is complete, what is not above was not decided");
            return ExitCode.Interrupted;
        }

        return rows.Any(r => !r.IsAsPromised && r.CutShort == 0) ? ExitCode.Violation : rows.Any(r => r.CutShort > 0) ? ExitCode.Inconclusive : ExitCode.Pass;

        void Add(MatrixRow row)
        {
            if (cancellation.IsCancellationRequested) return;
            rows.Add(row);
            if (!isQuiet) MatrixText.Row(row, width);
        }
    }
}
