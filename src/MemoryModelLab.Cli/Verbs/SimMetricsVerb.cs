using System.CommandLine;
using System.Diagnostics;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Cli.Simulations.Replicas;
using MemoryModelLab.Machine.Replicas;
using MemoryModelLab.Machine.Replicas.Timed;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml sim metrics</c>: what each replication policy costs and gives, on one workload and one network.</summary>
internal static class SimMetricsVerb
{
    public static Command Create()
    {
        var policies = new Option<string[]>("--policy", "-p") { Description = "The policies, e.g. causal,sequential (default: all; 'broken' for those with a fault)" };
        var system = new SystemOptions(ops: 10_000);
        Option<string?> json = CommonOptions.JsonOption();
        var command = new Command("metrics", """
            What each replication policy costs and gives, on the same workload and the same simulated network: staleness, anomalies, availability when the far
            replica is cut off, latency, throughput, messages.

              mml sim metrics
              mml sim metrics --ops 10000 --seed 7
              mml sim metrics --policy causal,sequential,quorum --json metrics.json
            """);
        command.Options.Add(policies);
        system.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            TextFile.Prepare("--json", parsed.GetValue(json));
            return Task.FromResult((int)Run(PolicyChoice.Many(parsed.GetValue(policies)), system.Read(parsed), parsed.GetValue(json), cancellation));
        });
        return command;
    }

    private static ExitCode Run(Policy[] policies, ReplicaOptions options, string? json, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        if (options.Network.PartitionFrom != long.MaxValue) throw new UsageException("--partition: metrics cuts the network itself, in a run of its own; mml sim replicas takes the option");
        int width = policies.Max(p => p.Name.Length);
        var all = new List<PolicyMetrics>();
        bool isQuiet = json == "-";
        if (!isQuiet)
        {
            Output.Line($"{"".PadRight(width)}  ----- stale reads -----  --- anomalies a thousand operations ---  answered   -- latency, ms --  operations  messages");
            Output.Line($"{"policy".PadRight(width)}  share  versions      ms     ryw      mr  causal     lin   strict   when cut    median      99 %    a second   an oper.");
        }

        InOrder.Run(policies, Environment.ProcessorCount, policy => PolicyMetrics.Of(policy, options, cancellation), (_, metrics) => Add(metrics), cancellation);
        if (json is not null) MetricsJson.Write(json, options.Seed, all);
        if (!isQuiet)
        {
            Output.Line();
            Output.Line(FormattableString.Invariant(
                $"{options.Operations:N0} operations of {options.Clients} clients on {options.Keys} keys, {options.Reads:P0} reads, {options.Replicas} replicas, seed {options.Seed}; {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s"));
            Output.Line("Next: mml sim matrix, for what each policy promises; mml sim replicas --policy causal, for one run");
        }

        Output.Flush();
        return cancellation.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Pass;

        void Add(PolicyMetrics? m)
        {
            if (m is null) return;
            all.Add(m);
            if (isQuiet) return;
            string answered = m.Availability is { } share ? FormattableString.Invariant($"{share * 100,8:F1}%") : "–".PadLeft(9);
            Output.Line(FormattableString.Invariant(
                $"{m.Policy.PadRight(width)}  {m.StaleShare * 100,4:F1}%  {m.StaleVersions,8}  {m.StaleMilliseconds,6:F1}  {m.ReadYourWrites,6:F1}  {m.MonotonicReads,6:F1}  {m.Causal,6:F1}  {m.Linearizable,6:F1}  {m.Strict,7:F1}  {answered}  {m.MedianMilliseconds,8:F2}  {m.TailMilliseconds,8:F2}  {m.Throughput,10:N0}  {m.MessagesPerOperation,8:F1}"));
            Output.Flush();
        }
    }
}
