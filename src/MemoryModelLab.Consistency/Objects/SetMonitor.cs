using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Objects;

/// <summary>
/// A value of a set is a bit, and a set without reads of all members is as many bits as it has values: linearizability is local, so each is
/// checked for itself. One that is added once and removed at most once, in one pass; others as a register, where <c>add</c> is a compare-and-set from 0 to 1.
/// </summary>
internal static class SetMonitor
{
    /// <summary>The contradiction in the operations on one value; null when there is none, or when it was added or removed more than once.</summary>
    public static ObjectContradiction? Check(IReadOnlyList<ObjectOperation> operations, out bool applies)
    {
        ObjectOperation? added = null, removed = null;
        var inside = new List<ObjectOperation>();
        var outside = new List<ObjectOperation>();
        applies = false;
        foreach (ObjectOperation operation in operations)
        {
            if (operation.IsPending || operation.Answer is not { } answer) return null;
            if (operation.Function == "add" && answer == 1)
            {
                if (added is not null) return null;
                added = operation;
            }
            else if (operation.Function == "remove" && answer == 1)
            {
                if (removed is not null) return null;
                removed = operation;
            }
            else
            {
                (operation.Function == "add" || answer == 1 ? inside : outside).Add(operation);
            }
        }

        applies = true;
        if (added is null) return (removed ?? inside.FirstOrDefault()) is { } nothing ? new ObjectContradiction([nothing], h => $"{h.Describe(nothing)}, but nobody added it") : null;
        ObjectOperation first = inside.Append(added).MinBy(o => o.Response)!;
        long from = first.Response; // the latest time at which it may come in
        if (from < added.Invocation) return new ObjectContradiction([first, added], h => $"{h.Describe(first)} before {h.Describe(added)} had begun");
        ObjectOperation? last = removed is null ? null : inside.Append(removed).MaxBy(o => o.Invocation)!;
        long to = last?.Invocation ?? long.MaxValue; // the earliest time at which it may go
        if (removed is not null && removed.Response < added.Invocation) return new ObjectContradiction([removed, added], h => $"{h.Describe(removed)} before {h.Describe(added)} had begun");
        if (removed is not null && removed.Response < to) return new ObjectContradiction([removed, last!], h => $"{h.Describe(last!)} after {h.Describe(removed)}");
        ObjectOperation? wrong = outside.Find(o => o.Invocation > from && o.Response < to);
        return wrong is null ? null : new ObjectContradiction([.. new[] { added, first, last, removed, wrong }.OfType<ObjectOperation>().Distinct()], h => $"{h.Describe(wrong)}, while it was a member all the time");
    }

    /// <summary>The operations on one value as those of a register.</summary>
    public static History AsRegister(IReadOnlyList<ObjectOperation> operations)
    {
        var builder = new HistoryBuilder();
        for (int i = 0; i < operations.Count; i++)
        {
            ObjectOperation operation = operations[i];
            (string client, long from, long to) = ($"{i}", operation.Invocation, operation.Response);
            bool isAdd = operation.Function == "add", isRemove = operation.Function == "remove";
            if (!isAdd && !isRemove)
            {
                if (operation.Answer is { } answer) builder.Read(client, "x", answer, from, to);
            }
            else if (operation.Answer is null)
            {
                builder.Write(client, "x", isAdd ? 1 : 0, from, to);
            }
            else if (operation.Answer == 1)
            {
                builder.CompareAndSet(client, "x", isAdd ? 0 : 1, isAdd ? 1 : 0, true, from, to);
            }
            else
            {
                builder.Read(client, "x", isAdd ? 1 : 0, from, to);
            }
        }

        return builder.Build();
    }
}
