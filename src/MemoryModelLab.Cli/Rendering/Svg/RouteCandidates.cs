namespace MemoryModelLab.Cli.Rendering.Svg;

/// <summary>The lines an edge may take: curves between the sides of the two boxes, and paths along the gaps between columns and rows.</summary>
internal static class RouteCandidates
{
    private static readonly Point[] Sides = [new(-1, 0), new(1, 0), new(0, -1), new(0, 1)];
    private static readonly double[] Ports = [0, -0.28, 0.28];
    private static readonly double[] Tracks = [0, -0.22, 0.22, -0.38, 0.38];

    /// <summary>The candidates from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public static IEnumerable<Route> Between(Box from, Box to, Layout layout)
    {
        foreach (Point side1 in Sides)
        {
            foreach (Point side2 in Sides)
            {
                foreach (double port1 in Ports)
                {
                    foreach (double port2 in Ports)
                    {
                        Point a = Port(from, side1, port1), b = Port(to, side2, port2);
                        if (a == b) continue; // of a loop
                        if (Outward(b - a, side1) && Outward(a - b, side2)) yield return Route.Through(a, b);
                        double distance = (b - a).Length;
                        bool sameSide = side1 == side2;
                        foreach (double reach in (double[])[0.3, 0.6])
                        {
                            double far = Math.Max(sameSide ? 36 : 18, reach * distance);
                            yield return Route.Bezier(a, a + (far * side1), b + (far * side2), b);
                        }
                    }
                }
            }
        }

        foreach (Route path in AlongGaps(from, to, layout)) yield return path;
    }

    /// <summary>Sideways into a gap between columns, along it to a gap between rows, along that to the other's gap, and in from the side.</summary>
    private static IEnumerable<Route> AlongGaps(Box from, Box to, Layout layout)
    {
        foreach (double track in Tracks)
        {
            foreach (int side1 in (int[])[-1, 1])
            {
                foreach (int side2 in (int[])[-1, 1])
                {
                    Point a = Port(from, new(side1, 0), track), b = Port(to, new(side2, 0), track);
                    double x1 = Gap(from, side1, track, layout), x2 = Gap(to, side2, track, layout);
                    if (Math.Abs(x1 - x2) < 1)
                    {
                        yield return Route.Through(a, new(x1, a.Y), new(x1, b.Y), b);
                        continue;
                    }

                    foreach (double y in (double[])[from.Bottom, from.Top - layout.RowGap, to.Bottom, to.Top - layout.RowGap])
                    {
                        double row = y + (layout.RowGap * (0.5 + track));
                        yield return Route.Through(a, new(x1, a.Y), new(x1, row), new(x2, row), new(x2, b.Y), b);
                    }
                }
            }
        }
    }

    /// <summary>Whether a straight line leaves a side away from its box, and not along it.</summary>
    private static bool Outward(Point step, Point side) => (step.X * side.X) + (step.Y * side.Y) > 0.35 * step.Length;

    private static Point Port(Box box, Point side, double at) =>
        box.Centre + new Point((side.X * box.Width / 2) + (side.Y == 0 ? 0 : at * box.Width), (side.Y * box.Height / 2) + (side.X == 0 ? 0 : at * box.Height));

    /// <summary>The x of a track in the gap beside the lane that <paramref name="box"/> is nearest to.</summary>
    private static double Gap(Box box, int side, double track, Layout layout)
    {
        Box lane = layout.Lanes.MinBy(l => Math.Abs(l.Centre.X - box.Centre.X));
        double edge = side < 0 ? Math.Min(box.Left, lane.Left) : Math.Max(box.Right, lane.Right);
        return edge + (side * layout.ColumnGap * (0.5 + (side * track)));
    }
}
