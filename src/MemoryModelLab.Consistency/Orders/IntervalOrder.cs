using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Orders;

/// <summary>Real time among operations, without what follows: an operation answered at a is directly before those invoked after a and not after the first answer among these.</summary>
internal static class IntervalOrder
{
    /// <summary>From each operation to those directly after it: at most as many as overlap.</summary>
    /// <param name="history">The history.</param>
    /// <param name="operations">The operations, by invocation.</param>
    public static IEnumerable<(int From, int To)> Edges(History history, int[] operations)
    {
        long[] invocations = Array.ConvertAll(operations, i => history.Operations[i].Invocation);
        var firstAnswer = new long[operations.Length + 1]; // of the operations from each one on
        firstAnswer[^1] = long.MaxValue;
        for (int i = operations.Length - 1; i >= 0; i--) firstAnswer[i] = Math.Min(firstAnswer[i + 1], history.Operations[operations[i]].Response);
        for (int i = 0; i < operations.Length; i++)
        {
            int next = After(invocations, history.Operations[operations[i]].Response);
            for (int j = next; j < operations.Length && invocations[j] <= firstAnswer[next]; j++) yield return (operations[i], operations[j]);
        }
    }

    /// <summary>The first place with a later time.</summary>
    private static int After(long[] times, long time)
    {
        int low = 0, high = times.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (times[middle] <= time) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
