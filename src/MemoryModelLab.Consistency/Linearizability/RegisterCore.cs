namespace MemoryModelLab.Consistency.Linearizability;

/// <summary>
/// Few operations that cannot be linearized among many that cannot: first the shortest stretch of time before the frontier died, the register
/// beginning with any value, that cannot be linearized for itself; then what can be left out of it. A read may always be left out; an update
/// when nothing that is left waits for its value, for then every linearization of the whole still is one without it.
/// </summary>
internal static class RegisterCore
{
    private const int StepsEach = 200_000;

    /// <summary>The core, as operations of the problem; whole when the budget does not suffice for less.</summary>
    /// <param name="problem">The operations.</param>
    /// <param name="last">The operation at whose answer a frontier was empty; -1 when that is not known.</param>
    /// <param name="budget">What the shrinking may take.</param>
    public static IReadOnlyList<RegisterOperation> Of(RegisterProblem problem, int last, Budget budget)
    {
        if (last >= 0) return Shrink(Shortest(problem, last, budget), budget);
        var frontier = new Frontier(problem);
        while (frontier.Answer is null && !frontier.GaveUp && !budget.IsSpent) frontier.Advance(StepsEach);
        if (frontier.Answer is not false) return problem.Operations;
        RegisterProblem window = Shortest(problem, frontier.Last, budget);
        return Shrink(window, budget);
    }

    private static RegisterProblem Shortest(RegisterProblem problem, int last, Budget budget)
    {
        int end = problem.Operations[last].Return;
        int low = 0, high = last; // the window from low on is contradictory; from high on it is not known to be
        for (int length = 1; last - length > 0 && !budget.IsSpent; length *= 2)
        {
            if (!IsContradictory(problem.Window(last - length, end))) high = last - length;
            else
            {
                low = last - length;
                break;
            }
        }

        while (high - low > 1 && !budget.IsSpent)
        {
            int middle = (low + high) / 2;
            if (IsContradictory(problem.Window(middle, end))) low = middle;
            else high = middle;
        }

        return problem.Window(low, end);
    }

    private static List<RegisterOperation> Shrink(RegisterProblem window, Budget budget)
    {
        List<RegisterOperation> left = [.. window.Operations];
        for (int chunk = Math.Max(1, left.Count / 2); chunk >= 1 && !budget.IsSpent; chunk = chunk == 1 ? 0 : chunk / 2)
        {
            for (int begin = 0; begin < left.Count && !budget.IsSpent;)
            {
                List<RegisterOperation> fewer = Without(left, begin, chunk);
                if (fewer.Count < left.Count && IsContradictory(window.With(fewer))) left = fewer;
                else begin += chunk;
            }
        }

        // What the chunks' order left behind: an update whose readers went after it.
        for (int i = 0; i < left.Count && !budget.IsSpent;)
        {
            List<RegisterOperation> fewer = Without(left, i, 1);
            if (fewer.Count < left.Count && IsContradictory(window.With(fewer))) left = fewer;
            else i++;
        }

        return left;
    }

    private static List<RegisterOperation> Without(List<RegisterOperation> operations, int begin, int count)
    {
        int end = Math.Min(begin + count, operations.Count);
        HashSet<int> wanted = [];
        for (int i = 0; i < operations.Count; i++)
        {
            if (i >= begin && i < end && !operations[i].IsUpdate) continue;
            if (operations[i].Action == RegisterAction.Read) wanted.Add(operations[i].Value);
            if (operations[i].Action == RegisterAction.CompareAndSet) wanted.Add(operations[i].Expected);
        }

        bool mayGain = operations.Exists(o => o.Action == RegisterAction.FailedCompareAndSet);
        return [.. operations.Where((o, i) => i < begin || i >= end || (o.IsUpdate && (mayGain || wanted.Contains(o.Value))))];
    }

    private static bool IsContradictory(RegisterProblem problem)
    {
        var frontier = new Frontier(problem);
        frontier.Advance(StepsEach);
        return frontier.Answer is false;
    }
}
