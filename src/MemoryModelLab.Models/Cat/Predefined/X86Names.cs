using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Cat.Predefined;

/// <summary>The names of the x86 models.</summary>
internal static class X86Names
{
    /// <summary>The names for X86 and X86_64 tests.</summary>
    public static void AddTo(NameTable table)
    {
        table["X"] = table["AMO"] = table.Tagged(EventTags.ReadModifyWrite);
        AddFences(table, table.Tagged(EventTags.MFence), table.Tagged(EventTags.LFence), table.Tagged(EventTags.SFence));
    }

    /// <summary>
    /// The names for C# tests, as the JIT compiles them for x64: <c>Interlocked</c> and the entry of a lock are locked instructions, a
    /// memory barrier is <c>MFENCE</c> or as strong, everything else is plain moves. <c>Volatile.WriteBarrier</c> is <c>SFENCE</c>, which
    /// says nothing where stores stay in order anyway, but is what a weaker memory (PSO) needs there.
    /// </summary>
    public static void AddForCSharp(NameTable table)
    {
        RelationGraph graph = table.Graph;
        int rmw = graph.RelationLeaf(BaseRelation.Rmw);
        table["X"] = table["AMO"] = graph.Union(table.Tagged(EventTags.Interlocked), graph.Union(graph.Domain(rmw), graph.Range(rmw)));
        AddFences(table, table.Tagged(EventTags.MemoryBarrier | EventTags.MemoryBarrierProcessWide), graph.EmptySet, table.Tagged(EventTags.WriteBarrier));
    }

    private static void AddFences(NameTable table, int mfence, int lfence, int sfence)
    {
        table["MFENCE"] = mfence;
        table["LFENCE"] = lfence;
        table["SFENCE"] = sfence;
        table["mfence"] = table.FenceRelation(mfence);
        table["lfence"] = table.FenceRelation(lfence);
        table["sfence"] = table.FenceRelation(sfence);
        table.AddEmptySets("NTS");
    }
}
