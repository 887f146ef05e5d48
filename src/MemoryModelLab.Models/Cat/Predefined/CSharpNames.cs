using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Cat.Predefined;

/// <summary>The names of the models of .NET.</summary>
internal static class CSharpNames
{
    /// <summary>The names for C# tests.</summary>
    public static void AddTo(NameTable table)
    {
        RelationGraph graph = table.Graph;
        table["Volatile"] = table.Tagged(EventTags.Volatile);
        table["Interlocked"] = table.Tagged(EventTags.Interlocked);
        table["Monitor"] = table.Tagged(EventTags.Monitor);
        table["ObjectField"] = table.Tagged(EventTags.ObjectField);
        table["Reference"] = table.Tagged(EventTags.Reference);
        table["publishes"] = graph.RelationLeaf(BaseRelation.Publishes);
        table["Plain"] = graph.Difference(
            table["M"], graph.Union(table["IW"], table.Tagged(EventTags.Volatile | EventTags.Interlocked | EventTags.Monitor)));
        table["MB"] = table.Tagged(EventTags.MemoryBarrier | EventTags.MemoryBarrierProcessWide);
        table["PW"] = table.Tagged(EventTags.MemoryBarrierProcessWide);
        table["RB"] = table.Tagged(EventTags.ReadBarrier);
        table["WB"] = table.Tagged(EventTags.WriteBarrier);
    }
}
