using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Dialects;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Lowering;

/// <summary>
/// Collects what the states of a test consist of, in herd's order: registers by thread and then in the dialect's order, then locations by
/// name in ordinal order.
/// </summary>
internal sealed class ObservedCollector(LitmusTest test, IDialect dialect, ThreadBuilder[] threads, LocationTable locations)
{
    private readonly SortedSet<StateReference> references = new(Comparer<StateReference>.Create((a, b) => Compare(dialect, a, b)));
    private readonly Dictionary<StateReference, ScalarType> types = [];

    /// <summary>Everything that the final clauses mention.</summary>
    public IReadOnlyList<Observed> Collect()
    {
        foreach (LocationsItem item in test.Locations)
        {
            StateReference reference = Add(item.Reference);
            if (item.Type is not null) types[reference] = ScalarType.Of(item.Type);
        }

        Add(test.Filter);
        Add(test.Condition?.Proposition);
        foreach (Expectation expectation in test.Expectations) Add(expectation.Proposition);
        foreach (StateReference reference in references)
        {
            if (reference.Thread is null) DeclareCell(reference);
        }

        IReadOnlyList<Location> memory = locations.Build();
        return [.. references.Select(reference => Observe(reference, memory))];
    }

    private static int Compare(IDialect dialect, StateReference left, StateReference right) => (left.Thread, right.Thread) switch
    {
        (null, null) => string.CompareOrdinal(left.Name, right.Name),
        (null, _) => 1,
        (_, null) => -1,
        (int l, int r) when l != r => l.CompareTo(r),
        _ => dialect.CompareRegisters(left.Name, right.Name),
    };

    private void Add(Proposition? proposition)
    {
        switch (proposition)
        {
            case Proposition.Equal equal:
                Add(equal.Left);
                if (equal.Right.Symbol is { } symbol) locations.AddressOf(symbol);
                break;
            case Proposition.Same same:
                Add(same.Left);
                Add(same.Right);
                break;
            case Proposition.Not not:
                Add(not.Operand);
                break;
            case Proposition.And and:
                Add(and.Left);
                Add(and.Right);
                break;
            case Proposition.Or or:
                Add(or.Left);
                Add(or.Right);
                break;
            case Proposition.Implies implies:
                Add(implies.Left);
                Add(implies.Right);
                break;
        }
    }

    private StateReference Add(StateReference reference)
    {
        StateReference canonical = StateNames.Canonical(test, reference);
        references.Add(canonical);
        return canonical;
    }

    private void DeclareCell(StateReference reference)
    {
        string name = reference.Name;
        long address = locations.AddressOf(name);
        int bracket = name.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0) return;
        long start = locations.AddressOf(name[..bracket]);
        if (address != start) locations.AddCell(name[..bracket], address - start, name, 0);
    }

    private Observed Observe(StateReference reference, IReadOnlyList<Location> memory)
    {
        if (reference.Thread is { } thread)
        {
            ScalarType type = types.GetValueOrDefault(reference, threads[thread].TypeOf(reference.Name));
            return new Observed(reference.ToString(), thread, threads[thread].Register(reference.Name), type.Width, type.Unsigned);
        }

        ScalarType cell = types.GetValueOrDefault(reference, locations.TypeOf(reference.Name));
        long address = locations.AddressOf(reference.Name);
        int index = memory.Select((location, i) => (location, i)).First(pair => pair.location.Address == address).i;
        return new Observed(reference.ToString(), -1, index, cell.Width, cell.Unsigned);
    }
}
