using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Cat.Predefined;

/// <summary>The names of the C11 models.</summary>
internal static class CNames
{
    /// <summary>The names for C tests.</summary>
    public static void AddTo(NameTable table)
    {
        table["A"] = table.Tagged(EventTags.CAtomic);
        table["RLX"] = table.Tagged(EventTags.CRelaxed);
        table["ACQ"] = table.Tagged(EventTags.CAcquire);
        table["REL"] = table.Tagged(EventTags.CRelease);
        table["ACQ_REL"] = table.Tagged(EventTags.CAcquireRelease);
        table["SC"] = table.Tagged(EventTags.CSequential);
        table["CON"] = table.Tagged(EventTags.CConsume);
        table["NA"] = table.Tagged(EventTags.CNonAtomic);
        table["RMW"] = table.Graph.Intersect(table["R"], table["W"]); // one event, both read and write
        AddMutexes(table);
    }

    /// <summary>
    /// The names for C# tests, taken as C11 programs without data races: plain accesses are relaxed atomics, volatile ones and locks
    /// acquire and release, <c>Interlocked</c> is a sequentially consistent update (which is no fence in C11), a memory barrier a
    /// sequentially consistent fence.
    /// </summary>
    public static void AddForCSharp(NameTable table)
    {
        RelationGraph graph = table.Graph;
        int reads = graph.SetLeaf(BaseSet.Reads), writes = graph.SetLeaf(BaseSet.Writes);
        int ordered = table.Tagged(EventTags.Volatile | EventTags.Monitor), strong = table.Tagged(EventTags.Interlocked);
        table["A"] = graph.Union(table["M"], table["F"]);
        table["RLX"] = graph.Difference(table["M"], graph.Union(table["IW"], graph.Union(ordered, strong)));
        table["ACQ"] = graph.Union(graph.Intersect(ordered, reads), table.Tagged(EventTags.ReadBarrier));
        table["REL"] = graph.Union(graph.Intersect(ordered, writes), table.Tagged(EventTags.WriteBarrier));
        table["SC"] = graph.Union(strong, table.Tagged(EventTags.MemoryBarrier | EventTags.MemoryBarrierProcessWide));
        table.AddEmptySets("ACQ_REL", "CON", "NA", "RMW"); // the halves of a read-modify-write are two events, related by rmw
        AddMutexes(table);
    }

    /// <summary>The C dialect here has none.</summary>
    private static void AddMutexes(NameTable table) => table.AddEmptySets("LS", "UL", "LK", "RL", "RU", "LF");
}
