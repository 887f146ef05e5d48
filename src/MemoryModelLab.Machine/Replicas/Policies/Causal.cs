namespace MemoryModelLab.Machine.Replicas.Policies;

/// <summary>
/// Dependency-tracking replicas with convergent conflict handling, as in COPS (Lloyd et al., SOSP 2011).
/// <para><b>Guarantees</b> causal convergence (CCv): an update is applied after its causes, and Lamport stamps, which causes precede, decide between
/// concurrent writes everywhere alike.</para>
/// <para><b>Not</b> causal memory: a write that loses is skipped, which no order of one client's own may explain. Not a prefix: replicas see concurrent
/// writes in different orders.</para>
/// <para><b>Costs</b> a vector a message, and updates that wait. No client ever waits: every replica answers under any partition.</para>
/// </summary>
public sealed class Causal() : Broadcast(waitsForCauses: true, lastWriterWins: true)
{
    /// <inheritdoc/>
    public override string Name => "causal";

    /// <inheritdoc/>
    public override string Summary => "updates wait for their causes, last writer wins";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Promises { get; } = ["eventual", "ccv"];
}
