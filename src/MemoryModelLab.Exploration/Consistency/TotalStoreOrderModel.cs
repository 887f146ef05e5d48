using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Consistency;

/// <summary>
/// Total store order (Owens, Sarkar and Sewell, TPHOLs 2009): a thread keeps all pairs in order except a write and a later read without
/// a full fence or a read-modify-write between. A locked instruction is a fence also when its comparison fails.
/// </summary>
internal sealed class TotalStoreOrderModel(int width) : OrderModel(width)
{
    private readonly ProcessWideBarriers barriers = new();
    private bool hasBarriers;

    /// <inheritdoc/>
    public override void Added(ExecutionGraph graph, int id)
    {
        ref var e = ref graph.Events[id];
        (e.Before, e.Chain) = (e.Position, -1);
        hasBarriers |= e is { Kind: EventKind.Fence, Order: MemoryOrder.ProcessWide };
        if (e.Kind != EventKind.Read) return;
        var events = graph.Threads[e.Thread].Events;
        e.Before = 0;
        for (int position = e.Position - 1; position >= 0; position--)
        {
            ref var earlier = ref graph.Events[events[position]];
            if (earlier.Kind == EventKind.Read) (e.Before, e.Chain) = (earlier.Before, position);
            else if (IsFence(earlier)) e.Before = position + 1;
            else continue;
            return;
        }
    }

    /// <inheritdoc/>
    public override int Baseline(ExecutionGraph graph, int id, bool writes) => hasBarriers && ProcessWideBarriers.AreIn(graph)
        ? LastBeyond(barriers, graph, id)
        : base.Baseline(graph, id, writes);

    private static bool IsFence(in Event e) => e.Kind switch
    {
        EventKind.Fence => e.Order >= MemoryOrder.Full,
        EventKind.Write => false,
        _ => true,
    };
}
