using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models.Cat;

/// <summary>The total orders of a set of events that extend a relation, each as the relation of all its pairs.</summary>
internal sealed class Linearisation
{
    private readonly int[] events;
    private readonly BitMatrix constraint;

    /// <summary>Prepares the orders of <paramref name="set"/> that extend <paramref name="constraint"/> between its elements.</summary>
    public Linearisation(EventSet set, BitMatrix constraint)
    {
        events = [.. set.Elements()];
        this.constraint = constraint;
    }

    /// <summary>The orders. Where the constraint has a cycle there is none; as in herd7 the answer is then the constraint itself.</summary>
    public IEnumerable<BitMatrix> All() => HasCycle() ? [Restricted()] : Extend([]);

    private bool HasCycle()
    {
        var before = new List<int>();
        while (before.Count < events.Length)
        {
            int next = Array.FindIndex(events, e => !before.Contains(e) && IsMinimal(e, before));
            if (next < 0) return true;
            before.Add(events[next]);
        }

        return false;
    }

    private BitMatrix Restricted()
    {
        var restricted = new BitMatrix(constraint.Size);
        foreach ((int from, int to) in constraint.Pairs())
        {
            if (events.Contains(from) && events.Contains(to)) restricted[from, to] = true;
        }

        return restricted;
    }

    private IEnumerable<BitMatrix> Extend(List<int> prefix)
    {
        if (prefix.Count == events.Length)
        {
            yield return Pairs(prefix);
            yield break;
        }

        foreach (int next in events)
        {
            if (prefix.Contains(next) || !IsMinimal(next, prefix)) continue;
            prefix.Add(next);
            foreach (BitMatrix order in Extend(prefix)) yield return order;
            prefix.RemoveAt(prefix.Count - 1);
        }
    }

    private bool IsMinimal(int candidate, List<int> before) =>
        Array.TrueForAll(events, e => !constraint[e, candidate] || before.Contains(e));

    private BitMatrix Pairs(List<int> order)
    {
        var pairs = new BitMatrix(constraint.Size);
        for (int i = 0; i < order.Count; i++)
        {
            for (int j = i + 1; j < order.Count; j++) pairs[order[i], order[j]] = true;
        }

        return pairs;
    }
}
