namespace MemoryModelLab.Models.Enumeration;

/// <summary>
/// The values of an execution under construction: they flow from writes to the reads that read from them, and within a thread from reads to
/// what is computed of them. What each path's constraints demand is checked as soon as it can be.
/// </summary>
internal sealed class ValueFlow
{
    private readonly EventStructure structure;
    private readonly int n;
    private readonly bool[] isWritten;
    private readonly (int First, PathConstraint Constraint)[] constraints;

    /// <summary>Starts with the values of the initial writes.</summary>
    public ValueFlow(EventStructure structure)
    {
        this.structure = structure;
        n = structure.Count;
        Returned = new long[n];
        HasReturned = new bool[n];
        Written = new long[n];
        isWritten = new bool[n];
        constraints = [.. structure.Paths.SelectMany((path, thread) => path.Constraints.Select(c => (structure.First[thread], c)))];
        for (int e = 0; e < structure.InitialWrites; e++)
        {
            Written[e] = structure.Locations[structure.Events[e].Location].Initial;
            isWritten[e] = true;
        }
    }

    private ValueFlow(ValueFlow other)
    {
        (structure, n, constraints) = (other.structure, other.n, other.constraints);
        (Returned, HasReturned, Written, isWritten) = ([.. other.Returned], [.. other.HasReturned], [.. other.Written], [.. other.isWritten]);
    }

    /// <summary>What each read returns, where <see cref="HasReturned"/>.</summary>
    public long[] Returned { get; }

    /// <summary>Which reads' values are known.</summary>
    public bool[] HasReturned { get; }

    /// <summary>What each write writes, where it is known.</summary>
    public long[] Written { get; }

    /// <summary>The values as they are now.</summary>
    public ValueFlow Copy() => new(this);

    /// <summary>Computes every value that can be; false when a path's constraint does not hold.</summary>
    /// <param name="readsFrom">The write each read reads from; -1 where it is not decided.</param>
    /// <param name="changed">Receives what became known, for <see cref="Forget"/>.</param>
    public bool Flow(int[] readsFrom, List<int>? changed)
    {
        for (bool progress = true; progress;)
        {
            progress = false;
            for (int e = structure.InitialWrites; e < n; e++)
            {
                ExecutionEvent x = structure.Events[e];
                if (x.IsRead && !HasReturned[e] && readsFrom[e] is var source and >= 0 && isWritten[source])
                {
                    Returned[e] = Written[source];
                    HasReturned[e] = progress = true;
                    changed?.Add(e);
                }

                if (x.IsWrite && !isWritten[e]
                    && structure.Sources[e]!.Value!.TryEvaluate(Returned, HasReturned, structure.First[x.Thread], out Written[e]))
                {
                    isWritten[e] = progress = true;
                    changed?.Add(n + e); // a read-modify-write has two values
                }
            }
        }

        foreach ((int first, PathConstraint constraint) in constraints)
        {
            if (constraint.Condition.TryEvaluate(Returned, HasReturned, first, out long value) && value != 0 != constraint.Holds) return false;
        }

        return true;
    }

    /// <summary>Takes back what a <see cref="Flow"/> made known, and empties the list.</summary>
    public void Forget(List<int> changed)
    {
        foreach (int e in changed) (e < n ? HasReturned : isWritten)[e < n ? e : e - n] = false;
        changed.Clear();
    }
}
