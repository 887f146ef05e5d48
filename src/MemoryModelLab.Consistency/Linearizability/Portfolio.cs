namespace MemoryModelLab.Consistency.Linearizability;

/// <summary>
/// Two searches for a linearization, a slice each in turn: neither is the better one everywhere. The frontier is lost where many operations of
/// unknown outcome stay under way; the depth-first search where it goes wrong early and finds out late.
/// </summary>
internal static class Portfolio
{
    private const int FirstSlice = 1 << 10;
    private const int LargestSlice = 1 << 16;

    /// <summary>What came of it.</summary>
    /// <param name="Answer">Whether there is a linearization; null when that is not known.</param>
    /// <param name="Algorithm">What decided.</param>
    /// <param name="Order">The linearization, where the depth-first search found it.</param>
    /// <param name="Last">The operation of the problem at whose answer the frontier was empty; -1 when the depth-first search decided.</param>
    public readonly record struct Result(bool? Answer, string Algorithm, IEnumerable<int>? Order, int Last);

    public static Result Search(RegisterProblem problem, Budget budget)
    {
        var frontier = new Frontier(problem);
        DepthFirst depthFirst = new(problem);
        for (int slice = FirstSlice; ; slice = Math.Min(2 * slice, LargestSlice))
        {
            frontier.Advance(slice);
            if (frontier.Answer is { } byFrontier) return new Result(byFrontier, "just-in-time frontier", null, byFrontier ? -1 : frontier.Last);
            depthFirst.Advance(slice);
            if (depthFirst.Answer is { } byDepth) return new Result(byDepth, "depth-first search with memory", byDepth ? depthFirst.Order : null, -1);
            if (budget.IsSpent || (frontier.GaveUp && depthFirst.GaveUp)) return new Result(null, "frontier and depth-first search", null, -1);
        }
    }
}
