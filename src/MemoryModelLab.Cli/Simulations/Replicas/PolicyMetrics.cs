using MemoryModelLab.Machine.Replicas;
using MemoryModelLab.Machine.Replicas.Timed;

namespace MemoryModelLab.Cli.Simulations.Replicas;

/// <summary>What a policy costs and gives, measured in simulated time.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="StaleShare">Of the reads, those that miss a write that was answered before they were invoked.</param>
/// <param name="StaleVersions">The most such writes a read missed.</param>
/// <param name="StaleMilliseconds">Of the stale reads, how long ago the first missed write was answered; the median.</param>
/// <param name="ReadYourWrites">Anomalies a thousand operations, by model.</param>
/// <param name="MonotonicReads">Likewise.</param>
/// <param name="Causal">Likewise.</param>
/// <param name="Linearizable">Likewise.</param>
/// <param name="Strict">Likewise.</param>
/// <param name="Availability">Of a client's operations invoked while the far replica was cut off, those answered in time; the mean of the clients. Null when there was none.</param>
/// <param name="MedianMilliseconds">The latency: its median.</param>
/// <param name="TailMilliseconds">The latency that 1 % exceed.</param>
/// <param name="Throughput">Operations a second of clients that do not think.</param>
/// <param name="MessagesPerOperation">Messages an operation, request and answer too.</param>
internal sealed record PolicyMetrics(
    string Policy, double StaleShare, int StaleVersions, double StaleMilliseconds, double ReadYourWrites, double MonotonicReads, double Causal, double Linearizable, double Strict,
    double? Availability, double MedianMilliseconds, double TailMilliseconds, double Throughput, double MessagesPerOperation)
{
    // The far replica is cut off for most of the run, whichever the policy.
    private const long PartitionFrom = 100_000, PartitionTo = 100_000_000;

    /// <summary>Measures three runs: at the clients' pace, cut in two, and as fast as it goes. Null when interrupted.</summary>
    public static PolicyMetrics? Of(Policy policy, ReplicaOptions options, CancellationToken cancellation)
    {
        Recording normal = ReplicaMachine.Run(policy, options, cancellation);
        Recording cut = ReplicaMachine.Run(policy, options with { Network = options.Network with { PartitionFrom = PartitionFrom, PartitionTo = PartitionTo } }, cancellation);
        Recording fast = ReplicaMachine.Run(policy, options with { Think = 0 }, cancellation);
        if (!normal.IsComplete || !cut.IsComplete || !fast.IsComplete) return null;
        Anomalies anomalies = Anomalies.Of(normal.Operations);
        RecordedOperation[] done = [.. normal.Operations.Where(o => !o.IsFinal)];
        long[] latencies = [.. done.Where(o => o.Response != RecordedOperation.Never).Select(o => o.Response - o.Invocation).Order()];
        // A client that is not answered asks less often: so each client's share counts the same.
        double[] answered = [.. cut.Operations.Where(o => !o.IsFinal && o.Invocation >= PartitionFrom && o.Invocation < PartitionTo)
            .GroupBy(o => o.Session % options.Clients, (_, of) => of.Average(o => o.Response == RecordedOperation.Never ? 0.0 : 1.0))];
        double each = done.Length / 1000.0;
        return new PolicyMetrics(
            policy.Name,
            anomalies.Stale / (double)Math.Max(1, anomalies.Reads), anomalies.MostVersions, anomalies.MedianTime / 1000.0,
            anomalies.ReadYourWrites / each, anomalies.MonotonicReads / each, anomalies.Causal / each, anomalies.Linearizable / each, anomalies.Strict / each,
            answered.Length == 0 ? null : answered.Average(),
            latencies[latencies.Length / 2] / 1000.0, latencies[(int)(latencies.Length * 0.99)] / 1000.0,
            fast.Operations.Count(o => !o.IsFinal && o.Response != RecordedOperation.Never) / (fast.Duration / 1e6),
            normal.Messages / (double)done.Length);
    }
}
