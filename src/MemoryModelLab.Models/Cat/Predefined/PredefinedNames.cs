using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Cat.Predefined;

/// <summary>Chooses the names that a model finds defined for a test.</summary>
internal static class PredefinedNames
{
    /// <summary>The primitive functions.</summary>
    public static readonly string[] Primitives =
    [
        "domain", "range", "linearisations", "classes", "classes-loc", "fromto", "tag2scope", "tag2level", "tag2events", "tag2fenced",
        "different-values", "same-oa", "oa-changes", "at-least-one-writable", "fail",
    ];

    private static readonly Action<NameTable>[] All = [X86Names.AddTo, AArch64Names.AddTo, CNames.AddTo, CSharpNames.AddTo];

    /// <summary>The names and whether each is a relation, over all architectures.</summary>
    private static readonly Lazy<Dictionary<string, bool>> AllNames = new(CollectAllNames);

    /// <summary>
    /// The table for tests of architecture <paramref name="test"/> under a model written for <paramref name="target"/> (null: for any).
    /// A C# test under a model of C11 finds the names of that, defined by what its accesses correspond to there. A name that only other
    /// architectures have is empty.
    /// </summary>
    public static NameTable For(RelationGraph graph, Architecture test, Architecture? target)
    {
        var table = new NameTable(graph);
        CommonNames.AddTo(table);
        Action<NameTable> own = test switch
        {
            Architecture.X86 or Architecture.X86_64 => X86Names.AddTo,
            Architecture.AArch64 => AArch64Names.AddTo,
            Architecture.C => CNames.AddTo,
            _ => target == Architecture.C ? CNames.AddForCSharp : CSharpNames.AddTo,
        };
        own(table);
        if (test == Architecture.CSharp) CSharpNames.AddTo(table);
        foreach ((string name, bool isRelation) in AllNames.Value)
        {
            if (!table.Nodes.ContainsKey(name)) table[name] = isRelation ? graph.EmptyRelation : graph.EmptySet;
        }

        return table;
    }

    private static Dictionary<string, bool> CollectAllNames()
    {
        var graph = new RelationGraph();
        var table = new NameTable(graph);
        CommonNames.AddTo(table);
        foreach (Action<NameTable> add in All) add(table);
        return table.Nodes.ToDictionary(n => n.Key, n => graph.IsRelation(n.Value));
    }
}
