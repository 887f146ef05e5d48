namespace MemoryModelLab.Cli.Rendering.Svg;

/// <summary>
/// Gives each edge a line: of many candidates the cheapest, where length and turns cost little, running beside or across another line more, and
/// running through an event so much that no choice is better. Greedy, the edges that matter most first; the order and so the picture
/// depend on the execution alone.
/// </summary>
internal sealed class Router(Layout layout)
{
    private const double EventHit = 100_000, HeadingHit = 3_000, Crossing = 70, Beside = 28, SharedPort = 60, Turn = 32;
    private const double Clearance = 6;
    private const int Kept = 40;
    private readonly List<Route> routed = [];

    /// <summary>Whether <see cref="Add"/> had to lead a line through an event.</summary>
    public bool HitsEvent { get; private set; }

    /// <summary>A line for an edge.</summary>
    public Route Add(int from, int to)
    {
        Box a = layout.Events[from], b = layout.Events[to];
        (Route Route, double Cost)[] candidates = [.. RouteCandidates.Between(a, b, layout)
            .Select(r => (r, OwnCost(r, from, to)))
            .OrderBy(c => c.Item2)];
        (Route best, double least) = (candidates[0].Route, double.PositiveInfinity);
        int tried = 0;
        foreach ((Route route, double own) in candidates)
        {
            if (own >= least || tried++ >= Kept) break;
            double cost = own + CostAmongOthers(route);
            if (cost < least) (best, least) = (route, cost);
        }

        HitsEvent |= least >= EventHit;
        routed.Add(best);
        return best;
    }

    private double OwnCost(Route route, int from, int to)
    {
        double cost = route.Length;
        for (int e = 0; e < layout.Events.Length; e++)
        {
            Box box = layout.Events[e].Grown(e == from || e == to ? -1 : Clearance);
            if (Hits(route, box)) cost += EventHit;
        }

        foreach (Box heading in layout.Headings)
        {
            if (Hits(route, heading)) cost += HeadingHit;
        }

        return cost + (Turn * route.Turning);
    }

    private double CostAmongOthers(Route route)
    {
        double cost = 0;
        foreach (Route other in routed)
        {
            if ((route.Samples[0] - other.Samples[0]).Length < 7 || (route.Samples[^1] - other.Samples[^1]).Length < 7) cost += SharedPort;
            if ((route.Samples[0] - other.Samples[^1]).Length < 7 || (route.Samples[^1] - other.Samples[0]).Length < 7) cost += SharedPort;
            for (int i = 1; i < route.Samples.Length; i++)
            {
                Point p = route.Samples[i - 1], q = route.Samples[i];
                bool beside = false;
                for (int k = 1; k < other.Samples.Length; k++)
                {
                    Point r = other.Samples[k - 1], s = other.Samples[k];
                    if (Segments.Cross(p, q, r, s)) cost += Crossing;
                    beside |= Math.Abs(q.X - s.X) < 10 && Math.Abs(q.Y - s.Y) < 10;
                }

                if (beside) cost += Beside;
            }
        }

        return cost;
    }

    private static bool Hits(Route route, Box box)
    {
        foreach (Point p in route.Samples)
        {
            if (box.Contains(p)) return true;
        }

        return false;
    }
}
