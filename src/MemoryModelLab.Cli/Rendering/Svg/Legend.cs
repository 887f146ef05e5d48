namespace MemoryModelLab.Cli.Rendering.Svg;

/// <summary>What the colours mean: an entry for each kind of edge that is there, in as many rows as the width asks for.</summary>
internal sealed class Legend
{
    private const double SampleWidth = 26, RowHeight = 24;

    /// <summary>Lays the entries out.</summary>
    public Legend(IReadOnlyList<ShownEdge> edges, double width)
    {
        var entries = new List<(EdgeKind? Kind, string Text, Point At)>();
        double x = 0, y = RowHeight / 2;
        foreach ((EdgeKind? kind, string text) in Entries(edges))
        {
            double entry = SampleWidth + 8 + (7.2 * text.Length) + 16;
            if (x > 0 && x + entry > width) (x, y) = (0, y + RowHeight);
            entries.Add((kind, text, new Point(x, y)));
            x += entry;
        }

        Rows = entries;
        Height = entries.Count == 0 ? 0 : y + (RowHeight / 2);
    }

    /// <summary>The entries; the kind is null for the cycle.</summary>
    public IReadOnlyList<(EdgeKind? Kind, string Text, Point At)> Rows { get; }

    public double Height { get; }

    /// <summary>Writes the legend with its upper left corner at <paramref name="corner"/>.</summary>
    public void Write(SvgElements svg, Point corner)
    {
        svg.Element("g", [("class", "legend")], () =>
        {
            foreach ((EdgeKind? kind, string text, Point at) in Rows)
            {
                Point start = corner + at, end = start + new Point(SampleWidth, 0);
                svg.Element("g", [("class", kind?.Class ?? "mark")], () =>
                {
                    svg.Path(kind is null ? "halo" : "line", SvgElements.Data(Route.Through(start, end)));
                    if (kind is not null) svg.Head(start, end, 8);
                    svg.Words("key", end + new Point(8, 0), text);
                });
            }
        });
    }

    private static IEnumerable<(EdgeKind? Kind, string Text)> Entries(IReadOnlyList<ShownEdge> edges)
    {
        foreach (EdgeKind kind in EdgeKind.All)
        {
            string[] relations = [.. edges.Where(e => EdgeKind.Of(e.Relation) == kind).Select(e => e.Relation).Distinct()];
            if (relations.Length > 0) yield return (kind, $"{string.Join(", ", relations)}: {kind.Meaning}");
        }

        if (edges.Any(e => e.InCycle)) yield return (null, "the cycle");
    }
}
