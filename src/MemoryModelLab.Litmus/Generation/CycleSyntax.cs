namespace MemoryModelLab.Litmus.Generation;

/// <summary>Reads cycles, and says of what is none what would fit.</summary>
internal static class CycleSyntax
{
    private const string File = "cycle";

    /// <summary>An edge as written: annotations that were not given are null, and fit whatever the neighbour says.</summary>
    internal sealed record Written(CycleEdge Edge, Annotation? Source, Annotation? Target, string Text, SourcePosition Position);

    /// <summary>Reads a cycle.</summary>
    public static Cycle Parse(EdgeTable table, string text)
    {
        List<Written> edges = [];
        foreach ((string word, int column) in Words(text))
        {
            var position = new SourcePosition(File, 1, column);
            if (edges.Count == Cycle.MostEdges) throw new LitmusException(position, $"more than {Cycle.MostEdges} edges, which no litmus test has");
            edges.Add(ParseEdge(table, word, position));
        }

        if (edges.Count == 0) throw new LitmusException(new SourcePosition(File, 1, 1), "no edges, expected a cycle such as Rfe PodRR Fre PodWW");
        CheckDirections(table, edges);
        CheckExternals(edges);
        CheckLocations(edges);
        return Build(table, edges);
    }

    /// <summary>Reads one edge: its name, perhaps the annotations of its accesses.</summary>
    internal static Written ParseEdge(EdgeTable table, string word, SourcePosition position)
    {
        for (int length = word.Length; length > 1; length--)
        {
            if (!table.ByName.TryGetValue(word[..length], out CycleEdge? edge)) continue;
            if (length == word.Length) return new Written(edge, null, null, word, position);
            return Annotated(table, edge, word, word[length..], position);
        }

        if (table.Architecture == Architecture.C && word.StartsWith("DpAddr", StringComparison.Ordinal))
            throw new LitmusException(position, $"'{word}': C11 has no address dependency to write here (an index that is always 0 is optimised away), and orders nothing by dependencies; DpData and DpCtrl can be made");
        if (table.Architecture == Architecture.CSharp && word.StartsWith("DpAddr", StringComparison.Ordinal))
            throw new LitmusException(position, $"'{word}': an address dependency in C# goes through an object reference, which cycles have no names for; see litmus/dotnet/Publish");
        if (table.Architecture == Architecture.X86_64 && word.StartsWith("Dp", StringComparison.Ordinal))
            throw new LitmusException(position, $"'{word}': x64 keeps reads before all that follows them, so its cycles have no dependencies; PodRR and PodRW fit");
        if (word.StartsWith("DpDatad", StringComparison.Ordinal) || word.StartsWith("DpDatas", StringComparison.Ordinal))
            throw new LitmusException(position, $"'{word}': a data dependency goes from a read into the value of a write: DpDatadW, DpDatasW");
        string hint = Suggestion.For(word, table.ByName.Keys);
        throw new LitmusException(position, $"'{word}' is no edge of {table.Architecture}{hint}{(hint.Length == 0 ? "; edges look like Rfe, PodWR, " + table.Edges[0].Name : "")}");
    }

    private static Written Annotated(EdgeTable table, CycleEdge edge, string word, string rest, SourcePosition position)
    {
        foreach (Annotation source in table.Annotations)
        {
            if (!rest.StartsWith(source.Name, StringComparison.Ordinal)) continue;
            foreach (Annotation target in table.Annotations)
            {
                if (rest.Length != source.Name.Length + target.Name.Length || !rest.EndsWith(target.Name, StringComparison.Ordinal)) continue;
                CheckFit(source, edge.Source);
                CheckFit(target, edge.Target);
                return new Written(edge, source, target, word, position);
            }
        }

        throw new LitmusException(
            position,
            $"'{word}': {edge.Name} is followed by two annotations, those of its accesses, out of {string.Join(" ", table.Annotations.Select(a => a.Name))}, expected for example "
            + $"{edge.Name}{table.Annotations.First(a => a.Fits(edge.Source)).Name}{table.Annotations.Last(a => a.Fits(edge.Target)).Name}, not '{rest}'");

        void CheckFit(Annotation annotation, Direction direction)
        {
            if (annotation.Fits(direction)) return;
            IEnumerable<string> fitting = table.Annotations.Where(a => a.Fits(direction)).Select(a => a.Name);
            throw new LitmusException(position, $"'{word}': a {Word(direction)} cannot be {annotation.Name}; it can be {string.Join(", ", fitting)}");
        }
    }

    private static void CheckDirections(EdgeTable table, List<Written> edges)
    {
        for (int i = 0; i < edges.Count; i++)
        {
            (Written edge, Written next) = (edges[i], edges[(i + 1) % edges.Count]);
            if (edge.Edge.Target == next.Edge.Source) continue;
            IEnumerable<string> fitting = table.Edges.Where(e => e.Source == edge.Edge.Target && e.Kind != EdgeKind.Fence).Select(e => e.Name);
            throw new LitmusException(
                next.Position,
                $"{edge.Text} ends in a {Word(edge.Edge.Target)}, but {next.Text} begins with a {Word(next.Edge.Source)}; "
                + $"behind {edge.Text} fits a fence or one of {string.Join(", ", fitting)}");
        }
    }

    private static void CheckExternals(List<Written> edges)
    {
        int externals = edges.Count(e => e.Edge.External);
        if (externals >= 2) return;
        string problem = externals == 0
            ? "no edge leads to another thread; a cycle needs at least two of Rfe, Fre, Coe"
            : $"{edges.Find(e => e.Edge.External)!.Text} is the only edge that leads to another thread, so it would lead back to its own; a cycle needs at least two of Rfe, Fre, Coe";
        throw new LitmusException(edges[0].Position, problem);
    }

    private static void CheckLocations(List<Written> edges)
    {
        Written[] changing = [.. edges.Where(e => !e.Edge.SameLocation)];
        if (changing.Length != 1) return;
        string same = changing[0].Edge.Name.Replace("d" + Ends(changing[0].Edge), "s" + Ends(changing[0].Edge), StringComparison.Ordinal);
        throw new LitmusException(
            changing[0].Position,
            $"{changing[0].Text} is the only edge between different locations, so the cycle would end at another location than it began; write {same} or add a second one");

        static string Ends(CycleEdge edge) => edge.Kind == EdgeKind.Dependency ? $"{EdgeTable.Letter(edge.Target)}" : $"{EdgeTable.Letter(edge.Source)}{EdgeTable.Letter(edge.Target)}";
    }

    private static Cycle Build(EdgeTable table, List<Written> edges)
    {
        int start = edges.FindIndex(e => e.Edge.External) + 1;
        var threads = new List<CycleThread>();
        List<CycleAccess> accesses = [];
        List<CycleEdge> inside = [];
        for (int i = 0; i < edges.Count; i++)
        {
            Written before = edges[(start + i - 1) % edges.Count], edge = edges[(start + i) % edges.Count];
            if (before.Target is { } one && edge.Source is { } other && one != other)
                throw new LitmusException(edge.Position, $"one access would be {one.Name} (in {before.Text}) and {other.Name} (in {edge.Text})");
            accesses.Add(new CycleAccess(edge.Edge.Source, edge.Source ?? before.Target ?? table.Plain));
            if (!edge.Edge.External)
            {
                inside.Add(edge.Edge);
                continue;
            }

            threads.Add(new CycleThread([.. accesses], [.. inside]));
            accesses.Clear();
            inside.Clear();
        }

        return new Cycle(table.Architecture, threads);
    }

    private static string Word(Direction direction) => direction == Direction.Read ? "read" : "write";

    private static IEnumerable<(string Word, int Column)> Words(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i]) || text[i] == ',') continue;
            int start = i;
            while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] != ',') i++;
            yield return (text[start..i], start + 1);
        }
    }
}
