namespace MemoryModelLab.Cli.Rendering.Svg;

/// <summary>An execution laid out: boxes for events, a line and the place of a name for each edge.</summary>
internal sealed class Picture
{
    private const int Attempts = 5;

    /// <summary>Past so many edges a picture is no longer to be read, and finding good lines takes long.</summary>
    private const int MostEdges = 400;

    private Picture(Layout layout, IReadOnlyList<ShownEdge> edges, IReadOnlyList<Route> routes, IReadOnlyList<Box> labels) =>
        (Layout, Edges, Routes, Labels) = (layout, edges, routes, labels);

    public Layout Layout { get; }

    public IReadOnlyList<ShownEdge> Edges { get; }

    public IReadOnlyList<Route> Routes { get; }

    public IReadOnlyList<Box> Labels { get; }

    /// <summary>Lays out an execution, wider each time until nothing lies on what it must not.</summary>
    /// <exception cref="UsageException">It is too big for a picture, or there is nothing to see.</exception>
    public static Picture Of(PictureContent content)
    {
        if (content.Graph.Events.Count == 0) throw new UsageException("--graph: the threads of this test access no memory; there is nothing to draw");

        // First what matters most: the cycle, then steps within a thread, then communication, then what is drawn beside them.
        ShownEdge[] edges = [.. ShownEdges.Of(content.Graph, content.Cycle)
            .OrderBy(e => e.InCycle ? 0 : 1)
            .ThenBy(e => EdgeKind.Of(e.Relation).Order)];
        if (edges.Length > MostEdges) throw new UsageException($"--graph: this execution has {edges.Length} edges, too many for a picture; a DOT graph (--graph FILE.dot) has no limit");
        for (int attempt = 1; ; attempt++)
        {
            var layout = new Layout(content.Graph, edges, 0.75 + (0.25 * attempt));
            var router = new Router(layout);
            Route[] routes = [.. edges.Select(e => router.Add(e.From, e.To))];
            var labels = new Labels(layout, routes);
            Box[] places = [.. edges.Select((e, i) => labels.Add(i, e.Label))];
            if (attempt == Attempts || !(router.HitsEvent || labels.Overlap)) return new Picture(layout, edges, routes, places);
        }
    }
}
