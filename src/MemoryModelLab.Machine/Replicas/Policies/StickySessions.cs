namespace MemoryModelLab.Machine.Replicas.Policies;

/// <summary>
/// Sticky sessions: a load balancer sends a client always to the same replica; replicas tell each other their writes in order, the last writer wins.
/// <para><b>Guarantees</b> read your writes, monotonic reads and monotonic writes together: the replica only ever learns more, and a session's writes come from
/// one replica, in order. It converges.</para>
/// <para><b>Not</b> writes follow reads: a write that answers another may arrive at a third replica before what it answers. So not causal, and, as a write
/// that loses is never seen, not PRAM.</para>
/// <para><b>Costs</b> nothing but the stickiness: a client whose replica fails loses all guarantees.</para>
/// </summary>
public sealed class StickySessions() : Broadcast(waitsForCauses: false, lastWriterWins: true)
{
    /// <inheritdoc/>
    public override string Name => "sticky";

    /// <inheritdoc/>
    public override string Summary => "clients stay with a replica; updates in each replica's order, last writer wins";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Promises { get; } = ["eventual", "ryw+mr+mw"];
}
