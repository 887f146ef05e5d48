namespace MemoryModelLab.Machine.Replicas.Policies;

/// <summary>Causal replication that forgets to check the causes of an update. A control: exploration must catch it.</summary>
public sealed class BrokenCausal() : Broadcast(waitsForCauses: false, lastWriterWins: true)
{
    /// <inheritdoc/>
    public override string Name => "broken-causal";

    /// <inheritdoc/>
    public override string Summary => "causal, but updates do not wait for their causes";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Promises { get; } = ["eventual", "ccv"];
}
