using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Objects;

namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>
/// Judges executions by the histories they stand for, each different one once: millions of executions have few histories.
/// </summary>
/// <param name="threads">The operations of each thread, without what they answer; numbered from 0, thread after thread.</param>
/// <param name="check">Asks a checker whether a history, with an order that its times do not show, is linearizable.</param>
internal sealed class HistoryJudge(ObjectOperation[][] threads, Func<ObjectOperation[], IReadOnlyCollection<(int Before, int After)>, Verdict> check)
{
    private readonly int[][] _threads = [.. threads.Select(operations => operations.Select(operation => (int)operation.Id).ToArray())];
    private readonly ObjectOperation[] _operations = [.. threads.SelectMany(operations => operations)];
    private readonly Dictionary<Numbers, IReadOnlyList<int[]>> _orders = [];
    private readonly Dictionary<Numbers, bool> _histories = [];
    private readonly Dictionary<Numbers, int[]?> _executions = [];
    private readonly Lock _gate = new();

    /// <summary>
    /// Judges an execution. Null when all its histories are linearizable; otherwise an order, of one that is not, with no more in it than that needs: for each
    /// operation, those that are answered before it is called.
    /// </summary>
    /// <param name="answers">What the operations answered, by number.</param>
    /// <param name="called">As <see cref="CallOrder.Of"/> returns it.</param>
    public int[]? Judge(long?[] answers, int[] called)
    {
        lock (_gate)
        {
            var execution = new Numbers([.. Words(answers), .. called]);
            if (!_executions.TryGetValue(execution, out int[]? wrong))
                _executions.Add(execution, wrong = FirstWrong(answers, called));
            return wrong;
        }
    }

    /// <summary>Whether answers, some of which may be unknown, can come of an order.</summary>
    public bool IsRight(long?[] answers, int[] before)
    {
        var pairs = new List<(int Before, int After)>();
        foreach (int[] thread in _threads)
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
        Verdict verdict = check([.. _operations.Select((operation, i) => operation with { Answer = answers[i] })], pairs);
        return verdict.Judgement == Judgement.Inconclusive ? throw new UnsupportedCodeException(verdict.Reason!) : verdict.Judgement == Judgement.Satisfied;
    }

    private int[]? FirstWrong(long?[] answers, int[] called)
    {
        var key = new Numbers(called);
        if (!_orders.TryGetValue(key, out IReadOnlyList<int[]>? orders))
            _orders.Add(key, orders = RealTimeOrders.Of(_threads, called));
        foreach (int[] order in orders)
        {
            var history = new Numbers([.. Words(answers), .. order]);
            if (!_histories.TryGetValue(history, out bool isRight))
                _histories.Add(history, isRight = IsRight(answers, order));
            if (!isRight)
                return Needed(answers, order);
        }
        return null;
    }

    /// <summary>Takes from an order what the contradiction does not need.</summary>
    private int[] Needed(long?[] answers, int[] order)
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

    private static IEnumerable<int> Words(long?[] answers)
    {
        foreach (long? answer in answers)
        {
            yield return (int)(answer ?? 0);
            yield return (int)((answer ?? 0) >> 32);
            yield return answer is null ? 0 : 1;
        }
    }
}
