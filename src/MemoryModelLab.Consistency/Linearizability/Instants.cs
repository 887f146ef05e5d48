using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Orders;

namespace MemoryModelLab.Consistency.Linearizability;

/// <summary>
/// Clients that call again at the very instant of their last answer, as coarse clocks show it. Real time does not order the two, the client does; and what several clients do so at one
/// instant is no order of intervals any more, so that neither zones nor searches along time decide it. Where real time alone has no contradiction, the events of an instant are ordered: what is
/// invoked without such an answer first, then those answers, then what follows them, then other answers. That orders more than is so; what satisfies it is linearizable. For the rest all
/// orders are searched.
/// </summary>
internal static class Instants
{
    public const string Algorithm = "depth-first search with memory, of touching times";

    /// <summary>Whether a client calls at the instant of its last answer.</summary>
    public static bool Touch(History history)
    {
        var free = new long[history.Clients.Count];
        Array.Fill(free, long.MinValue);
        foreach (ref readonly Operation operation in history.Operations)
        {
            if (free[operation.Client] == operation.Invocation) return true;
            free[operation.Client] = operation.Response;
        }

        return false;
    }

    /// <summary>The history with the events of each instant ordered; and of each of its operations, which one it is.</summary>
    public static (History Ordered, int[] Original) Order(History history)
    {
        int n = history.Operations.Length;
        (long Time, int Rank, bool IsCall)[] calls = new (long, int, bool)[n], answers = new (long, int, bool)[n];
        var last = new int[history.Clients.Count];
        Array.Fill(last, -1);
        for (int i = 0; i < n; i++)
        {
            ref readonly Operation operation = ref history.Operations[i];
            int before = last[operation.Client];
            bool touches = before >= 0 && history.Operations[before].Response == operation.Invocation;
            int rank = !touches ? 0 : calls[before].Time == operation.Invocation ? calls[before].Rank + 1 : 1;
            (calls[i], answers[i]) = ((operation.Invocation, rank, true), (operation.Response, int.MaxValue, false));
            if (touches) answers[before] = (operation.Invocation, rank, false);
            last[operation.Client] = i;
        }

        (long, int, bool)[] events = [.. calls.Concat(answers).Distinct().Order()];
        var ordered = new Operation[n];
        for (int i = 0; i < n; i++)
        {
            Operation operation = history.Operations[i];
            long Number((long, int, bool) at) => Array.BinarySearch(events, at);
            ordered[i] = operation with { Invocation = Number(calls[i]), Response = operation.Response == Operation.Never ? Operation.Never : Number(answers[i]) };
        }

        int[] original = [.. Enumerable.Range(0, n).OrderBy(i => ordered[i].Invocation)];
        return (new History(history.Name, [.. original.Select(i => ordered[i])], history.Clients, history.Keys, history.Replicas, history.Values, history.Initial), original);
    }

    /// <summary>Whether there is an order of all operations with real time and every client's.</summary>
    public static Verdict Search(History history, Budget budget)
    {
        int[] included = [.. Enumerable.Range(0, history.Operations.Length).Where(i => history.Operations[i] is { ReturnsValue: true } or { MayWrite: true } or { Kind: OperationKind.CompareAndSet, Outcome: Outcome.Fail })];
        var edges = new List<(int, int)>(IntervalOrder.Edges(history, included));
        var last = new int[history.Clients.Count];
        Array.Fill(last, -1);
        foreach (int i in included)
        {
            ref int before = ref last[history.Operations[i].Client];
            if (before >= 0) edges.Add((before, i));
            before = i;
        }

        var search = new SerializationSearch(history, included, edges);
        return search.Run(budget) switch
        {
            true => new Verdict(Linearizable.Name, Judgement.Satisfied, Algorithm) { Witness = [.. search.Order] },
            false => new Verdict(Linearizable.Name, Judgement.Violated, Algorithm) { Core = included, Reason = $"no order of these {included.Length} operations with real time and every client's explains every read" },
            null => new Verdict(Linearizable.Name, Judgement.Inconclusive, Algorithm) { Reason = budget.IsSpent ? budget.Reason : "the search needs more memory than it may have" },
        };
    }
}
