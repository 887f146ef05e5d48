namespace MemoryModelLab.Cli.Rendering.Svg;

/// <summary>Places the names of the edges on their lines: off every event and every other name, and off other lines where it can.</summary>
internal sealed class Labels(Layout layout, IReadOnlyList<Route> routes)
{
    private const double Height = 15, OnEvent = 10_000, OnLabel = 8_000, OnLine = 150;
    private static readonly double[] Places = [0.5, 0.43, 0.57, 0.36, 0.64, 0.29, 0.71, 0.22, 0.78, 0.16, 0.84];
    private readonly List<Box> placed = [];

    /// <summary>Whether a name had to lie on an event or another name.</summary>
    public bool Overlap { get; private set; }

    /// <summary>The place of the name of edge <paramref name="number"/>.</summary>
    public Box Add(int number, string text)
    {
        Route route = routes[number];
        double width = WidthOf(text);
        (Box Box, double Cost) best = Places
            .Select(t => (Box: Box.Around(route.At(t), width, Height), t))
            .Select(p => (p.Box, Cost: Cost(p.Box, number) + (60 * Math.Abs(p.t - 0.5))))
            .MinBy(p => p.Cost);
        Overlap |= best.Cost >= OnLabel;
        placed.Add(best.Box);
        return best.Box;
    }

    /// <summary>The width a name takes.</summary>
    public static double WidthOf(string text) => 6 + (7.3 * text.Length);

    private double Cost(Box box, int number)
    {
        double cost = 0;
        foreach (Box e in layout.Events)
        {
            if (e.Overlaps(box)) cost += OnEvent;
        }

        foreach (Box heading in layout.Headings)
        {
            if (heading.Overlaps(box)) cost += OnEvent;
        }

        foreach (Box other in placed)
        {
            if (other.Overlaps(box)) cost += OnLabel;
            else if (other.Grown(6).Overlaps(box)) cost += OnLine / 3;
        }

        Box near = box.Grown(5);
        for (int i = 0; i < routes.Count; i++)
        {
            if (i != number && Array.Exists(routes[i].Samples, near.Contains)) cost += OnLine;
        }

        return cost;
    }
}
