using System.Diagnostics;
using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Linearizability;

/// <summary>
/// Linearizability (Herlihy and Wing, TOPLAS 1990): there is one order of the operations that contains their real-time order, and in which every
/// read returns the latest write; it contains every client's own, too. It is local: a history is linearizable when each of its keys is (theorem 1 there). With distinct values a key is
/// decided by its <see cref="Zones"/>, otherwise by the <see cref="Portfolio"/> of searches.
/// </summary>
public static class Linearizable
{
    /// <summary>The model's name.</summary>
    public const string Name = "linearizable";

    private static readonly TimeSpan LongestShrinking = TimeSpan.FromSeconds(2);

    /// <summary>Whether the history is linearizable.</summary>
    public static Verdict Check(History history, CheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        options ??= CheckOptions.Default;
        var budget = new Budget(options);
        Verdict verdict = CheckTimes(history, options, budget);
        if (verdict.Judgement != Judgement.Satisfied || !Instants.Touch(history)) return verdict;
        (History ordered, int[] original) = Instants.Order(history);
        Verdict stricter = CheckTimes(ordered, options with { ShrinksCore = false }, budget);
        return stricter.Judgement == Judgement.Satisfied ? stricter with { Witness = stricter.Witness?.Select(i => original[i]).ToArray() } : Instants.Search(history, budget);
    }

    /// <summary>Whether there is an order with real time.</summary>
    private static Verdict CheckTimes(History history, CheckOptions options, Budget budget)
    {
        int[][] byKey = history.ByKey();
        var nothing = new Verdict(Name, Judgement.Satisfied, "zones");
        var orders = new List<int>?[byKey.Length];
        string? algorithm = null, undecided = null;
        for (int key = 0; key < byKey.Length; key++)
        {
            int[] operations = byKey[key];
            List<int>? order = options.WithWitness ? [] : null;
            Verdict verdict = operations.Length == 0 ? nothing : CheckKey(history, operations, options, budget, ref order);
            if (verdict.Judgement == Judgement.Violated) return verdict;
            orders[key] = order;
            if (verdict.Judgement == Judgement.Inconclusive) undecided ??= verdict.Reason;
            algorithm = algorithm is null || algorithm == verdict.Algorithm ? verdict.Algorithm : "zones and searches";
        }

        algorithm ??= "nothing to check";
        if (undecided is not null) return new Verdict(Name, Judgement.Inconclusive, algorithm) { Reason = undecided };
        return new Verdict(Name, Judgement.Satisfied, algorithm) { Witness = options.WithWitness && !Array.Exists(orders, o => o is null) ? Merge(history, orders) : null };
    }

    private static Verdict CheckKey(History history, int[] operations, CheckOptions options, Budget budget, ref List<int>? order)
    {
        if (Array.Exists(operations, o => history.Operations[o].Kind == OperationKind.Append))
        {
            return new Verdict(Name, Judgement.Inconclusive, "none") { Reason = "appends are not checked: a register has reads, writes, deletions and compare-and-sets" };
        }

        if (Zones.Of(history, operations) is { } zones)
        {
            Contradiction? contradiction = zones.Check(order);
            return contradiction is null ? new Verdict(Name, Judgement.Satisfied, "zones") : new Verdict(Name, Judgement.Violated, "zones") { Core = contradiction.Core, Reason = contradiction.Reason };
        }

        if (Unwritten(history, operations) is { } unwritten) return new Verdict(Name, Judgement.Violated, "values read and written") { Core = unwritten.Core, Reason = unwritten.Reason };
        RegisterProblem problem = RegisterProblem.Of(history, operations);
        Portfolio.Result result = Portfolio.Search(problem, budget);
        if (result.Answer is null) return new Verdict(Name, Judgement.Inconclusive, result.Algorithm) { Reason = budget.IsSpent ? budget.Reason : "the search needs more memory than it may have" };
        if (result.Answer is true)
        {
            if (options.WithWitness) order = (result.Order ?? Order(problem, budget))?.ToList();
            return new Verdict(Name, Judgement.Satisfied, result.Algorithm);
        }

        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<RegisterOperation> core = options.ShrinksCore ? RegisterCore.Of(problem, result.Last, budget.Part(LongestShrinking)) : problem.Operations;
        return new Verdict(Name, Judgement.Violated, result.Algorithm) { Core = [.. core.Select(o => o.Index)], Reason = Sentence(history, core), ShrinkTime = Stopwatch.GetElapsedTime(start) };
    }

    /// <summary>A read, or a compare-and-set that succeeded, of a value that no operation invoked before its response could have written.</summary>
    private static Contradiction? Unwritten(History history, int[] operations)
    {
        var first = new Dictionary<long, long> { [history.Initial] = long.MinValue };
        foreach (int index in operations)
        {
            ref readonly Operation operation = ref history.Operations[index];
            if (operation.MayWrite) first.TryAdd(operation.Value, operation.Invocation);
        }

        foreach (int index in operations)
        {
            ref readonly Operation read = ref history.Operations[index];
            bool isExchange = read is { Kind: OperationKind.CompareAndSet, Outcome: Outcome.Ok };
            if (!read.ReturnsValue && !isExchange) continue;
            long value = isExchange ? read.Expected : read.Value;
            string name = $"{history.ClientOf(index)} {(isExchange ? "found" : "read")} {history.Describe(read.Key, value)}";
            if (!first.TryGetValue(value, out long time)) return new Contradiction([index], $"{name}, which nobody wrote");
            if (time > read.Response) return new Contradiction([index], $"{name} before anybody began to write it");
        }

        return null;
    }

    private static string Sentence(History history, IReadOnlyList<RegisterOperation> core)
    {
        RegisterOperation last = core.Where(o => !o.IsPending).MaxBy(o => o.Return);
        ref readonly Operation operation = ref history.Operations[last.Index];
        string what = operation.Kind switch
        {
            OperationKind.Read => $"read {history.Describe(operation.Key, operation.Value)}",
            OperationKind.CompareAndSet => $"{(operation.Outcome == Outcome.Fail ? "failed to change" : "changed")} {history.Describe(operation.Key, operation.Expected)} to {history.Shown(operation.Value)}",
            _ => $"wrote {history.Describe(operation.Key, operation.Value)}",
        };
        return $"no order of these {core.Count} operations that keeps real time explains that {history.ClientOf(last.Index)} {what}";
    }

    /// <summary>The frontier keeps no orders; where one exists, the depth-first search looks for it.</summary>
    private static IEnumerable<int>? Order(RegisterProblem problem, Budget budget)
    {
        var search = new DepthFirst(problem);
        Budget part = budget.Part(LongestShrinking);
        while (search.Answer is null && !search.GaveUp && !part.IsSpent) search.Advance(1 << 16);
        return search.Answer is true ? search.Order : null;
    }

    /// <summary>
    /// One order of all keys' orders: each operation at the earliest instant its key's order leaves it. An operation that precedes another
    /// is at an instant no later than its response, and the other at one no earlier than its invocation.
    /// </summary>
    private static List<int> Merge(History history, List<int>?[] orders)
    {
        var points = new List<(long Time, int Number, int Operation)>();
        foreach (List<int>? order in orders)
        {
            long time = long.MinValue;
            foreach (int index in order ?? [])
            {
                time = Math.Max(time, history.Operations[index].Invocation);
                points.Add((time, points.Count, index));
            }
        }

        points.Sort();
        return [.. points.Select(p => p.Operation)];
    }
}
