using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Objects;

namespace MemoryModelLab.Consistency.Shrinking;

/// <summary>
/// A small part of a history of objects that is still not linearizable. Only what changes nothing for the others is left out: whole objects; what was invoked
/// after the contradiction was complete; and of queues, stacks and sets a value with all its operations, for a linearization of the whole is one of the rest without them.
/// </summary>
public static class ObjectShrinker
{
    /// <summary>The part, its times replaced by the numbers of their events; the history itself when it is linearizable.</summary>
    public static ObjectHistory Shrink(ObjectHistory history, CheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        options ??= CheckOptions.Default;
        var budget = new Budget(options).Times(10);
        Verdict verdict = LinearizableObject.Check(history, options);
        if (verdict.Judgement != Judgement.Violated) return history;
        HashSet<string> keys = [.. verdict.Core.Select(i => history.Operations[i].Key)];
        List<ObjectOperation> left = [.. history.Operations.Where(o => keys.Contains(o.Key))];
        long end = verdict.Core.Select(i => history.Operations[i].Response).Where(t => t != Operation.Never).DefaultIfEmpty(Operation.Never).Max();
        List<ObjectOperation> before = [.. left.Where(o => o.Invocation <= end).Select(o => o.Response <= end ? o : o with { Response = Operation.Never, Outcome = o.Outcome == Outcome.Fail ? Outcome.Fail : Outcome.Info, Answer = null, Items = null })];
        if (IsViolated(before)) left = before;
        if (history.Type != ObjectType.Queue && history.Type != ObjectType.Stack && (history.Type != ObjectType.Set || left.Exists(o => o.Function == "read"))) return Renumbered(history, left);
        HashSet<long> core = [.. verdict.Core.Select(i => ValueOf(history.Operations[i]))];
        List<long> values = [.. left.Select(ValueOf).Distinct()];
        if (IsViolated(Of(left, core))) values = [.. values.Where(core.Contains)];
        for (int chunk = Math.Max(1, values.Count / 2); chunk >= 1; chunk /= 2)
        {
            for (int begin = 0; begin < values.Count && !budget.IsSpent;)
            {
                List<long> fewer = [.. values[..begin], .. values[Math.Min(values.Count, begin + chunk)..]];
                if (fewer.Count > 0 && IsViolated(Of(left, [.. fewer]))) values = fewer;
                else begin += chunk;
            }
        }

        return Renumbered(history, Of(left, [.. values]));

        bool IsViolated(List<ObjectOperation> operations) => LinearizableObject.Check(history.With(operations), options with { ShrinksCore = false }).Judgement == Judgement.Violated;
    }

    private static ObjectHistory Renumbered(ObjectHistory history, List<ObjectOperation> operations)
    {
        long[] times = [.. operations.SelectMany(o => new[] { o.Invocation, o.Response }).Where(t => t != Operation.Never).Distinct().Order()];
        return history.With(operations.Select(o => o with { Invocation = At(o.Invocation), Response = At(o.Response) }));

        long At(long time) => time == Operation.Never ? time : Array.BinarySearch(times, time);
    }

    private static List<ObjectOperation> Of(List<ObjectOperation> operations, HashSet<long> values) => [.. operations.Where(o => values.Contains(ValueOf(o)))];

    /// <summary>The value an operation puts or takes; all that found nothing, or of which the answer is not known, go together.</summary>
    private static long ValueOf(ObjectOperation operation) => operation.Function is "dequeue" or "pop" ? operation.Answer ?? ObjectOperation.Empty : operation.Argument;
}
