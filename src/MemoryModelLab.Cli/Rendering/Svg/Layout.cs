using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Rendering.Svg;

/// <summary>Where the events of an execution stand: the initial state on top, then a column a thread and time downwards.</summary>
internal sealed class Layout
{
    public const double CharacterWidth = 7.9;
    public const double EventHeight = 40;
    private const double Pad = 14, HeadingHeight = 24;

    /// <summary>Places the events.</summary>
    /// <param name="graph">The execution.</param>
    /// <param name="edges">The edges that will be drawn.</param>
    /// <param name="spread">How far apart things are; 1 is as close as may be.</param>
    public Layout(ExecutionGraph graph, IReadOnlyList<ShownEdge> edges, double spread)
    {
        int[] rows = TimeRows.Of(graph, edges);
        Texts = [.. graph.Events.Select(EventText.Of)];
        Events = new Box[graph.Events.Count];
        int threads = graph.Events.Max(e => e.Event.Thread) + 1;
        Lanes = new Box[threads];
        (double columnGap, double rowGap) = (96 * spread, 42 * spread);
        double left = 0;
        double[] laneLeft = new double[threads], laneWidth = new double[threads];
        for (int t = 0; t < threads; t++)
        {
            laneLeft[t] = left;
            laneWidth[t] = (2 * Pad) + Of(graph, t).Select(e => Width(e)).DefaultIfEmpty(60).Max();
            left += laneWidth[t] + columnGap;
        }

        int[] centres = [.. laneLeft.Zip(laneWidth, (l, w) => (int)(l + (w / 2)))];
        double laneTop = PlaceInitial(graph, edges, centres, Math.Max(480, left - columnGap), rowGap);
        int lastRow = rows.DefaultIfEmpty(0).Max();
        for (int t = 0; t < threads; t++)
        {
            Lanes[t] = new Box(laneLeft[t], laneTop, laneWidth[t], HeadingHeight + Pad + ((lastRow + 1) * (EventHeight + rowGap)) - rowGap + Pad);
            foreach (int e in Of(graph, t))
            {
                double top = laneTop + HeadingHeight + Pad + (rows[e] * (EventHeight + rowGap));
                Events[e] = new Box(laneLeft[t] + Pad, top, laneWidth[t] - (2 * Pad), EventHeight);
            }
        }

        Headings = [.. Lanes.Select((lane, t) => new Box(lane.Left + 6, lane.Top + 4, 12 + (CharacterWidth * $"P{t}".Length), 18))];
        ColumnGap = columnGap;
        RowGap = rowGap;
    }

    /// <summary>The box of each event.</summary>
    public Box[] Events { get; }

    /// <summary>The text of each event.</summary>
    public string[] Texts { get; }

    /// <summary>The background of each thread.</summary>
    public Box[] Lanes { get; }

    /// <summary>The place of each thread's name.</summary>
    public Box[] Headings { get; }

    public double ColumnGap { get; }

    public double RowGap { get; }

    private static IEnumerable<int> Of(ExecutionGraph graph, int thread) =>
        Enumerable.Range(0, graph.Events.Count).Where(e => graph.Events[e].Event.Thread == thread);

    private double Width(int e) => 20 + Math.Max(64, CharacterWidth * Texts[e].Length);

    /// <summary>Places the initial writes near the threads that use them, and gives the height they need.</summary>
    private double PlaceInitial(ExecutionGraph graph, IReadOnlyList<ShownEdge> edges, int[] centres, double width, double rowGap)
    {
        double Wish(int e) => edges.Where(x => x.From == e && graph.Events[x.To].Event.Thread >= 0).Select(x => (double)centres[graph.Events[x.To].Event.Thread]).DefaultIfEmpty(0).Average();
        const double gap = 36;
        double top = 0;
        var row = new List<int>();
        double used = 0;
        foreach (int e in Of(graph, -1).OrderBy(Wish).ThenBy(e => e))
        {
            if (row.Count > 0 && used + Width(e) > width) EndRow();
            row.Add(e);
            used += Width(e) + gap;
        }

        if (row.Count > 0) EndRow();
        return top;

        void EndRow()
        {
            // Each as near to its wish as those before it let it, and then all moved by the mean of what is left to wish.
            double right = double.NegativeInfinity;
            foreach (int e in row)
            {
                double x = Math.Max(Wish(e) - (Width(e) / 2), right + gap);
                Events[e] = new Box(x, top, Width(e), EventHeight);
                right = Events[e].Right;
            }

            double shift = row.Average(e => Wish(e) - Events[e].Centre.X);
            foreach (int e in row) Events[e] = Events[e] with { Left = Events[e].Left + shift };
            row.Clear();
            used = 0;
            top += EventHeight + rowGap;
        }
    }
}
