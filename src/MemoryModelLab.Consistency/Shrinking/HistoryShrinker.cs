using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;

namespace MemoryModelLab.Consistency.Shrinking;

/// <summary>
/// A smallest part of a history that still violates a model: delta debugging (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", TSE 2002),
/// beginning with the checker's own core where that contradicts itself.
/// <para>
/// What is left out must not make a contradiction of its own: with an update goes everything that saw its value, and every compare-and-set of its key that failed.
/// Then what is left of a history that satisfies a model satisfies it too, and the contradiction found is the whole history's.
/// </para>
/// </summary>
public static class HistoryShrinker
{
    /// <summary>The part, its times replaced by the numbers of their events; the history itself when it does not violate the model.</summary>
    /// <param name="history">The history.</param>
    /// <param name="model">The model it violates.</param>
    /// <param name="options">Its time limit is that of each check and, ten times, of all.</param>
    public static History Shrink(History history, ConsistencyModel model, CheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(model);
        options = (options ?? CheckOptions.Default) with { WithWitness = false };
        var budget = new Budget(options).Times(10);
        Verdict verdict = new Judge(history, options).Of(model);
        return verdict.Judgement == Judgement.Violated ? Renumbered(history.Only(Core(history, model, verdict.Core, options, budget))) : history;
    }

    /// <summary>The operations of such a part.</summary>
    /// <param name="history">A history that violates the model.</param>
    /// <param name="model">The model.</param>
    /// <param name="core">Operations that contradict each other.</param>
    /// <param name="options">The bounds of each check.</param>
    /// <param name="budget">What all checks together may take.</param>
    internal static int[] Core(History history, ConsistencyModel model, IReadOnlyList<int> core, CheckOptions options, Budget budget)
    {
        int[] left = [.. Enumerable.Range(0, history.Operations.Length)];
        CheckOptions quick = options with { ShrinksCore = false };
        foreach (int[] smaller in Beginnings(history, core, model.Name == "linearizable"))
        {
            if (smaller.Length >= left.Length || !IsViolated(smaller)) continue;
            left = smaller;
            break;
        }

        for (int chunk = Math.Max(1, left.Length / 2); chunk >= 1 && !budget.IsSpent; chunk /= 2)
        {
            for (bool again = true; again && !budget.IsSpent;)
            {
                again = false;
                for (int begin = 0; begin < left.Length && !budget.IsSpent;)
                {
                    int[] fewer = Without(history, left, begin, chunk);
                    if (fewer.Length > 0 && IsViolated(fewer))
                    {
                        left = fewer;
                        again = chunk == 1;
                    }
                    else
                    {
                        begin += chunk;
                    }
                }
            }
        }

        return left;

        bool IsViolated(int[] indices) => new Judge(history.Only(indices), quick).Of(model).Judgement == Judgement.Violated;
    }

    /// <summary>The core with what wrote the values it saw; and the operations on its keys.</summary>
    private static IEnumerable<int[]> Beginnings(History history, IReadOnlyList<int> core, bool isLinearizability)
    {
        HashSet<int> kept = [.. core];
        HashSet<(int, long)> seen = [.. core.Where(i => Needs(history.Operations[i]) is not null).Select(i => (history.Operations[i].Key, Needs(history.Operations[i])!.Value))];
        HashSet<int> keys = [.. core.Select(i => history.Operations[i].Key)];
        int[] all = [.. Enumerable.Range(0, history.Operations.Length)];
        int[] withSources = [.. all.Where(i => kept.Contains(i) || (history.Operations[i].MayWrite && seen.Contains((history.Operations[i].Key, history.Operations[i].Value))))];
        if (isLinearizability && WithLastSources(history, core) is { } few) yield return few;
        yield return Closed(history, all, withSources);
        yield return [.. all.Where(i => keys.Contains(history.Operations[i].Key))];
    }

    /// <summary>
    /// The core of a checker that showed it contradictory whatever value the register begins with, and a write of each value that it only reads, from before all of it; null when there
    /// is none.
    /// </summary>
    private static int[]? WithLastSources(History history, IReadOnlyList<int> core)
    {
        HashSet<(int Key, long Value)> written = [.. core.Where(i => history.Operations[i].MayWrite).Select(i => (history.Operations[i].Key, history.Operations[i].Value))];
        HashSet<(int Key, long Value)> missing = [.. core.Where(i => Needs(history.Operations[i]) is { } value && value != history.Initial).Select(i => (history.Operations[i].Key, Needs(history.Operations[i])!.Value))];
        missing.ExceptWith(written);
        long begin = core.Min(i => history.Operations[i].Invocation);
        List<int> all = [.. core];
        for (int i = history.Operations.Length - 1; i >= 0 && missing.Count > 0; i--)
        {
            Operation operation = history.Operations[i];
            if (operation is { Kind: OperationKind.Write, Outcome: Outcome.Ok } && operation.Response < begin && missing.Remove((operation.Key, operation.Value))) all.Add(i);
        }

        return missing.Count > 0 ? null : [.. all.Order()];
    }

    private static int[] Without(History history, int[] indices, int begin, int count) =>
        Closed(history, indices, [.. indices[..begin], .. indices[Math.Min(indices.Length, begin + count)..]]);

    /// <summary>Of some of the operations, those that do not need one of the others.</summary>
    private static int[] Closed(History history, int[] all, int[] indices)
    {
        HashSet<int> kept = [.. indices];
        var gone = new HashSet<(int Key, long Value)>();
        var changed = new HashSet<int>();
        var open = new Queue<int>(all.Where(i => !kept.Contains(i)));
        var readers = Readers(history, indices);
        var failed = indices.Where(i => history.Operations[i] is { Kind: OperationKind.CompareAndSet, Outcome: Outcome.Fail }).ToLookup(i => history.Operations[i].Key);
        while (open.TryDequeue(out int index))
        {
            Operation operation = history.Operations[index];
            if (!operation.MayWrite) continue;
            IEnumerable<int> fall = gone.Add((operation.Key, operation.Value)) ? readers[(operation.Key, operation.Value)] : [];
            if (changed.Add(operation.Key)) fall = fall.Concat(failed[operation.Key]);
            foreach (int reader in fall)
            {
                if (kept.Remove(reader)) open.Enqueue(reader);
            }
        }

        return [.. indices.Where(kept.Contains)];
    }

    private static ILookup<(int Key, long Value), int> Readers(History history, int[] indices) =>
        indices.Where(i => Needs(history.Operations[i]) is not null).ToLookup(i => (history.Operations[i].Key, Needs(history.Operations[i])!.Value));

    /// <summary>The value an operation saw.</summary>
    private static long? Needs(in Operation operation) =>
        operation.ReturnsValue ? operation.Value : operation is { Kind: OperationKind.CompareAndSet, Outcome: not Outcome.Fail } ? operation.Expected : null;

    private static History Renumbered(History history)
    {
        long[] times = [.. history.Operations.ToArray().SelectMany(o => new[] { o.Invocation, o.Response }).Where(t => t != Operation.Never).Distinct().Order()];
        return history.WithTimes(t => t == Operation.Never ? t : Array.BinarySearch(times, t));
    }
}
