namespace MemoryModelLab.Machine.Replicas.Policies;

/// <summary>
/// Pipelined RAM (Lipton and Sandberg 1988): a write goes into the own copy and down a pipe to every other replica, which applies it when it comes out.
/// <para><b>Guarantees</b> PRAM: what a replica applies, in the order it does, is a serialization of all writes that explains its clients' reads.</para>
/// <para><b>Not</b> eventual consistency: two replicas may apply two writes of a key in different orders and differ for ever. Not causal.</para>
/// <para><b>Costs</b> nothing; there is no weaker memory with the writes of each process in order.</para>
/// </summary>
public sealed class PipelinedRam() : Broadcast(waitsForCauses: false, lastWriterWins: false)
{
    /// <inheritdoc/>
    public override string Name => "pram";

    /// <inheritdoc/>
    public override string Summary => "updates applied as they come, in each replica's order";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Promises { get; } = ["pram"];
}
