namespace MemoryModelLab.Consistency.Objects;

/// <summary>A value put into a queue or a stack once and taken at most once: its two operations.</summary>
/// <param name="Value">The value.</param>
/// <param name="Put">What put it there.</param>
/// <param name="Taken">What took it; one of unknown outcome may have, or may yet, or never. Null when nothing did.</param>
internal sealed record Placement(long Value, ObjectOperation Put, ObjectOperation? Taken)
{
    /// <summary>From when on it is there for certain.</summary>
    public long From => Put.Response;

    /// <summary>Until when it is there for certain.</summary>
    public long To => Taken?.Invocation ?? long.MaxValue;

    /// <summary>The latest time at which it may be taken.</summary>
    public long TakenBy => Taken?.Response ?? long.MaxValue;

    /// <summary>Whether it is there for certain at any time.</summary>
    public bool MustStay => From < To;

    /// <summary>The operations.</summary>
    public IEnumerable<ObjectOperation> Operations => Taken is null ? [Put] : [Put, Taken];
}

/// <summary>A queue's or stack's history by its values, where none was put twice: what the monitors need.</summary>
internal sealed class Placements
{
    private Placements(List<Placement> values, List<ObjectOperation> empty, List<ObjectOperation> unknown) => (Values, Empty, Unknown) = (values, empty, unknown);

    /// <summary>The values that were put, without those that perhaps never were.</summary>
    public List<Placement> Values { get; }

    /// <summary>The operations that found nothing.</summary>
    public List<ObjectOperation> Empty { get; }

    /// <summary>The operations of unknown outcome that perhaps took a value.</summary>
    public List<ObjectOperation> Unknown { get; }

    /// <summary>The history's values; null when a value was put twice or an answer that was given is not known; or what contradicts every order at once.</summary>
    public static Placements? Of(IReadOnlyList<ObjectOperation> operations, string put, out ObjectContradiction? contradiction)
    {
        contradiction = null;
        var puts = new Dictionary<long, ObjectOperation>();
        var takes = new Dictionary<long, ObjectOperation>();
        var empty = new List<ObjectOperation>();
        var unknown = new List<ObjectOperation>();
        foreach (ObjectOperation operation in operations)
        {
            if (operation.Function == put)
            {
                if (!puts.TryAdd(operation.Argument, operation)) return null;
            }
            else if (operation.Answer is not { } answer)
            {
                if (!operation.IsPending) return null;
                unknown.Add(operation);
            }
            else if (answer == ObjectOperation.Empty)
            {
                empty.Add(operation);
            }
            else if (!takes.TryAdd(answer, operation))
            {
                contradiction ??= new ObjectContradiction([takes[answer], operation], h => $"{h.Describe(takes[answer])} and {h.Describe(operation)}, but it was put there once");
            }
        }

        foreach ((long value, ObjectOperation take) in takes)
        {
            if (contradiction is not null) break;
            if (!puts.TryGetValue(value, out ObjectOperation? source)) contradiction = new ObjectContradiction([take], h => $"{h.Describe(take)}, which nobody put there");
            else if (take.Precedes(source)) contradiction = new ObjectContradiction([take, source], h => $"{h.Describe(take)}, before {h.Describe(source)} had begun");
        }

        var values = new List<Placement>(puts.Count);
        foreach ((long value, ObjectOperation source) in puts)
        {
            bool isTaken = takes.TryGetValue(value, out ObjectOperation? take);
            if (isTaken || !source.IsPending) values.Add(new Placement(value, source, take));
        }

        return new Placements(values, empty, unknown);
    }
}
