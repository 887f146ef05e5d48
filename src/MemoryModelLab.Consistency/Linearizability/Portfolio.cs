namespace MemoryModelLab.Consistency.Linearizability;

/// <summary>
/// Searches for a linearization, a slice each in turn: none is the best one everywhere. The frontier refutes what is small, and is lost where many
/// operations stay under way; a depth-first search ends at once where it goes right, and late where it goes wrong early, so that there are two, which try first what was
/// invoked first and what is owed first; the narrow frontier gets through where many clients write few values.
/// </summary>
internal static class Portfolio
{
    private const int FirstSlice = 1 << 10;
    private const int LargestSlice = 1 << 16;
    private const int FirstOfBeam = 1 << 14; // the slice from which on the narrow frontier takes part
    private const int MostOfFrontier = 1 << 20; // steps; one that needs more seldom ends

    /// <summary>What came of it.</summary>
    /// <param name="Answer">Whether there is a linearization; null when that is not known.</param>
    /// <param name="Algorithm">What decided.</param>
    /// <param name="Order">The linearization, where the depth-first search found it.</param>
    /// <param name="Last">The operation of the problem at whose answer the frontier was empty; -1 when the depth-first search decided.</param>
    public readonly record struct Result(bool? Answer, string Algorithm, IEnumerable<int>? Order, int Last);

    public static Result Search(RegisterProblem problem, Budget budget)
    {
        DepthFirst depthFirst = new(problem);
        DepthFirst? owedFirst = null;
        Frontier? frontier = null;
        Beam? beam = null;
        long steps = 0;
        for (int slice = FirstSlice; ; slice = Math.Min(2 * slice, LargestSlice))
        {
            int most = slice < FirstOfBeam ? 2 * slice : slice; // these steps are the cheapest
            depthFirst.Advance(most);
            if (depthFirst.Answer is not null) return Of(depthFirst);
            owedFirst ??= new DepthFirst(problem, isOwedFirst: true);
            owedFirst.Advance(most);
            if (owedFirst.Answer is not null) return Of(owedFirst);
            frontier ??= new Frontier(problem);
            if (steps < MostOfFrontier) frontier.Advance(slice / 4);
            if (frontier.Answer is { } byFrontier) return new Result(byFrontier, "just-in-time frontier", null, byFrontier ? -1 : frontier.Last);
            steps += slice / 4;
            if (slice >= FirstOfBeam)
            {
                beam ??= new Beam(problem);
                beam.Advance(slice);
                if (beam.Answer is { } byBeam) return new Result(byBeam, "narrow just-in-time frontier", null, byBeam ? -1 : beam.Last);
            }

            bool areLost = depthFirst.GaveUp && owedFirst.GaveUp && beam is { GaveUp: true } && (frontier.GaveUp || steps >= MostOfFrontier);
            if (areLost || budget.IsSpent) return new Result(null, "frontiers and depth-first search", null, -1);
        }
    }

    private static Result Of(DepthFirst search) => new(search.Answer, "depth-first search with memory", search.Answer is true ? search.Order : null, -1);
}
