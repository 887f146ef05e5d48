namespace MemoryModelLab.Litmus.Generation;

/// <summary>What cycles are enumerated from. External communications follow from what the threads begin and end with.</summary>
public sealed record CycleVocabulary
{
    /// <summary>Everything that stands between two accesses to different locations, of plain accesses.</summary>
    public CycleVocabulary(Architecture architecture)
    {
        Architecture = architecture;
        EdgeTable table = EdgeTable.Of(architecture);
        Edges = [.. table.Edges.Where(edge => !edge.IsCommunication && !edge.SameLocation)];
        Annotations = [table.Plain];
    }

    /// <summary>The dialect.</summary>
    public Architecture Architecture { get; }

    /// <summary>The edges within threads, between different locations. No two of them follow one another in a critical cycle.</summary>
    public IReadOnlyList<CycleEdge> Edges { get; init; }

    /// <summary>How accesses are made: every access in every fitting way.</summary>
    public IReadOnlyList<Annotation> Annotations { get; init; }

    /// <summary>Edges beyond critical cycles, such as <c>Rfi</c> or <c>PosRR</c>: they may stand beside any other edge of their thread.</summary>
    public IReadOnlyList<CycleEdge> Relaxed { get; init; } = [];

    /// <summary>The edges called <paramref name="text"/>: names between commas or blanks; <c>*</c> stands for R and W, so <c>Pod**</c> is four edges.</summary>
    /// <exception cref="LitmusException">A name is none, or that of an external edge.</exception>
    public static IReadOnlyList<CycleEdge> ParseEdges(Architecture architecture, string text)
    {
        EdgeTable table = EdgeTable.Of(architecture);
        var edges = new List<CycleEdge>();
        foreach (string word in text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            CycleEdge[] found = [.. Expand(word).Select(name => table.ByName.GetValueOrDefault(name)).OfType<CycleEdge>()];
            if (found.Length == 0) found = [CycleSyntax.ParseEdge(table, word, new SourcePosition("edges", 1, 1)).Edge];
            if (Array.Find(found, edge => edge.External) is { } external)
                throw new LitmusException(new SourcePosition("edges", 1, 1), $"{external} is external; all external edges that fit are used anyway");
            edges.AddRange(found.Where(edge => !edges.Contains(edge)));
        }

        return edges;
    }

    /// <summary>The annotations called <paramref name="text"/>, between commas or blanks; <c>all</c> for all.</summary>
    /// <exception cref="LitmusException">A name is none.</exception>
    public static IReadOnlyList<Annotation> ParseAnnotations(Architecture architecture, string text)
    {
        EdgeTable table = EdgeTable.Of(architecture);
        if (text == "all") return table.Annotations;
        return [.. text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Distinct().Select(Find)];

        Annotation Find(string name) => table.Annotations.FirstOrDefault(a => a.Name == name)
            ?? throw new LitmusException(
                new SourcePosition("annotations", 1, 1),
                $"'{name}' is no annotation of {architecture}{Suggestion.For(name, table.Annotations.Select(a => a.Name))} (there are {string.Join(", ", table.Annotations.Select(a => a.Name))})");
    }

    private static IEnumerable<string> Expand(string name)
    {
        int star = name.IndexOf('*', StringComparison.Ordinal);
        if (star < 0 || name.Length > 64 || name.Count(c => c == '*') > 2) return [name];
        return Expand($"{name[..star]}R{name[(star + 1)..]}").Concat(Expand($"{name[..star]}W{name[(star + 1)..]}"));
    }
}
