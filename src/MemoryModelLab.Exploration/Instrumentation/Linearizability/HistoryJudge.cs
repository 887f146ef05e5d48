using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Objects;

namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>
/// Judges executions by the histories they stand for, each different one once: millions of executions have few histories.
/// </summary>
/// <param name="threads">The operations of each thread, without what they answer; numbered from 0, thread after thread.</param>
/// <param name="valueOf">What the checker knows an answer by, given its number.</param>
/// <param name="check">Asks a checker whether a history, with an order that its times do not show, is linearizable.</param>
internal sealed class HistoryJudge(
    ObjectOperation[][] threads, Func<int, long?> valueOf, Func<IEnumerable<ObjectOperation>, IReadOnlyCollection<(int Before, int After)>, CheckOptions, Verdict> check)
{
    private static readonly CheckOptions Unbounded = new() { TimeLimit = Timeout.InfiniteTimeSpan, WithWitness = false };

    /// <summary>An answer that is not known.</summary>
    public const int Unknown = -1;

    private readonly int[][] threads = [.. threads.Select(operations => operations.Select(operation => (int)operation.Id).ToArray())];
    private readonly ObjectOperation[] operations = [.. threads.SelectMany(operations => operations)];
    private readonly Dictionary<int[], IReadOnlyList<int[]>> orders = new(RowComparer.Instance);
    private readonly Dictionary<int[], bool> histories = new(RowComparer.Instance);
    private readonly Dictionary<int[], string?> executions = new(RowComparer.Instance);
    private readonly Lock gate = new();

    /// <summary>How many operations there are.</summary>
    public int Count => operations.Length;

    /// <summary>Judges an execution. Null when all its histories are linearizable; otherwise the reason why one is not.</summary>
    /// <param name="execution">The numbers of what the operations answered, and what <see cref="CallOrder.Of"/> returns.</param>
    /// <param name="explain">
    /// The reason, given the answers and an order with no more in it than the contradiction needs: for each operation, those that are answered before it is called.
    /// </param>
    public string? WhyWrong(ReadOnlySpan<int> execution, Func<int[], int[], string> explain)
    {
        lock (gate)
        {
            if (executions.GetAlternateLookup<ReadOnlySpan<int>>().TryGetValue(execution, out string? known))
                return known;
            int[] answers = execution[..Count].ToArray();
            int[] called = execution[Count..].ToArray();
            string? reason = Initialiser.Make(null, () => FirstWrong(answers, called) is { } order ? explain(answers, order) : null);
            executions.Add(execution.ToArray(), reason);
            return reason;
        }
    }

    /// <summary>Whether an answer says anything.</summary>
    public bool IsKnown(int answer) => valueOf(answer) is not null;

    /// <summary>Whether answers, some of which may be unknown, can come of an order.</summary>
    public bool IsRight(int[] answers, int[] before)
    {
        var pairs = new List<(int Before, int After)>();
        foreach (int[] thread in threads)
        {
            for (int i = 1; i < thread.Length; i++)
                pairs.Add((thread[i - 1], thread[i]));
        }
        for (int operation = 0; operation < before.Length; operation++)
        {
            for (int other = 0; other < before.Length; other++)
            {
                if ((before[operation] >> other & 1) != 0)
                    pairs.Add((other, operation));
            }
        }
        Verdict verdict = check(operations.Select((operation, i) => operation with { Answer = answers[i] == Unknown ? null : valueOf(answers[i]) }), pairs, Unbounded);
        return verdict.Judgement == Judgement.Inconclusive ? throw new UnsupportedCodeException(verdict.Reason!) : verdict.Judgement == Judgement.Satisfied;
    }

    private int[]? FirstWrong(int[] answers, int[] called)
    {
        if (!this.orders.TryGetValue(called, out IReadOnlyList<int[]>? orders))
            this.orders.Add(called, orders = RealTimeOrders.Of(threads, called));
        foreach (int[] order in orders)
        {
            int[] history = [.. answers, .. order];
            if (!histories.TryGetValue(history, out bool isRight))
                histories.Add(history, isRight = IsRight(answers, order));
            if (!isRight)
                return Needed(answers, order);
        }
        return null;
    }

    /// <summary>Takes from an order what the contradiction does not need.</summary>
    private int[] Needed(int[] answers, int[] order)
    {
        int[] needed = [.. order];
        for (int operation = 0; operation < order.Length; operation++)
        {
            for (int other = 0; other < order.Length; other++)
            {
                int before = needed[operation];
                needed[operation] &= ~(1 << other);
                if (needed[operation] != before && IsRight(answers, needed))
                    needed[operation] = before;
            }
        }
        return needed;
    }
}
