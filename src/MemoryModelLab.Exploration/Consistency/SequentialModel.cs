using MemoryModelLab.Exploration.Engine;

namespace MemoryModelLab.Exploration.Consistency;

/// <summary>Sequential consistency (Lamport, 1979): threads keep all pairs in order, and fences add nothing.</summary>
internal sealed class SequentialModel(int width) : OrderModel(width)
{
    /// <inheritdoc/>
    public override bool HasFences => false;

    /// <inheritdoc/>
    public override void Added(ExecutionGraph graph, int id)
    {
        ref var e = ref graph.Events[id];
        e.Before = e.Position;
        e.Chain = -1;
    }
}
