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
        AddRest(table);
    }

    /// <summary>
    /// The names for C# tests, taken as C11 programs without data races: plain accesses are relaxed atomics, volatile ones and locks
    /// acquire and release, <c>Interlocked</c> and the memory barriers sequentially consistent.
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
        table.AddEmptySets("ACQ_REL", "CON", "NA");
        AddRest(table);
    }

    private static void AddRest(NameTable table)
    {
        RelationGraph graph = table.Graph;
        int rmw = table["rmw"];
        table.ReadsAndWrites = table["RMW"] = graph.Union(graph.Domain(rmw), graph.Range(rmw));
        table.JoinsReadModifyWrites = true;
        table.AddEmptySets("LS", "UL", "LK", "RL", "RU", "LF"); // mutexes, which the C dialect here does not have
    }
}
