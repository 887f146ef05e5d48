namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>
/// The orders of operations that clients can see in an execution: which of them are answered before which others are called. Only those that say most, for what
/// explains such an order explains all that say less.
/// </summary>
/// <remarks>
/// Operations are called one after the other, in any order that keeps each thread's own, and each is answered as soon as all are called that must be. A set of
/// operations is a number, a bit for each.
/// </remarks>
internal sealed class RealTimeOrders
{
    /// <summary>How many operations there can be.</summary>
    public const int MostOperations = 30;

    private const int MostSteps = 50_000;

    private readonly int[][] threads;
    private readonly int[] called;
    private readonly int count;
    private readonly HashSet<int[]> seen = new(RowComparer.Instance);
    private readonly List<int[]> orders = [];

    private RealTimeOrders(int[][] threads, int[] called)
    {
        (this.threads, this.called) = (threads, called);
        count = threads.Sum(thread => thread.Length);
    }

    /// <summary>The orders: for each operation, those that are answered before it is called.</summary>
    /// <param name="threads">The operations of each thread.</param>
    /// <param name="called">As <see cref="CallOrder.Of"/> returns it.</param>
    /// <exception cref="UnsupportedCodeException">There are too many.</exception>
    public static IReadOnlyList<int[]> Of(int[][] threads, int[] called)
    {
        var all = new RealTimeOrders(threads, called);
        all.Call(new int[threads.Length], new int[all.count], all.count);
        return [.. all.orders.Where(order => !all.orders.Exists(other => other != order && SaysMore(other, order)))];
    }

    private static bool SaysMore(int[] order, int[] other)
    {
        for (int i = 0; i < order.Length; i++)
        {
            if ((other[i] & ~order[i]) != 0)
                return false;
        }
        return true;
    }

    private void Call(int[] calls, int[] before, int left)
    {
        if (!seen.Add([.. calls, .. before]))
            return;
        if (seen.Count > MostSteps)
            throw new UnsupportedCodeException($"an execution leaves open in which of more than {MostSteps} ways its operations overlap: take fewer threads, or fewer operations");
        if (left == 0)
        {
            orders.Add(before);
            return;
        }
        int answered = Answered(calls);
        for (int thread = 0; thread < threads.Length; thread++)
        {
            if (calls[thread] == threads[thread].Length)
                continue;
            int[] then = [.. calls];
            int[] known = [.. before];
            known[threads[thread][then[thread]++]] = answered;
            Call(then, known, left - 1);
        }
    }

    /// <summary>The operations that are answered when so many of each thread's are called.</summary>
    private int Answered(int[] calls)
    {
        int answered = 0;
        for (int operation = 0; operation < count; operation++)
        {
            bool isAnswered = true;
            for (int thread = 0; thread < calls.Length; thread++)
                isAnswered &= calls[thread] >= called[(operation * calls.Length) + thread];
            if (isAnswered)
                answered |= 1 << operation;
        }
        return answered;
    }
}
