namespace MemoryModelLab.Machine.Replicas.Policies;

/// <summary>
/// Causal memory (Ahamad et al., Distributed Computing 1995): vector clocks delay an update until its causes are there; concurrent writes are applied as they
/// come.
/// <para><b>Guarantees</b> CM: the order in which a replica applies writes is causal, and explains its clients' reads.</para>
/// <para><b>Not</b> causal convergence, and so not eventual consistency: replicas may end with different values.</para>
/// <para><b>Costs</b> a vector a message.</para>
/// </summary>
public sealed class CausalMemory() : Broadcast(waitsForCauses: true, lastWriterWins: false)
{
    /// <inheritdoc/>
    public override string Name => "causal-memory";

    /// <inheritdoc/>
    public override string Summary => "updates wait for their causes; concurrent ones as they come";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Promises { get; } = ["cm"];
}
