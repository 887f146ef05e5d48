using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Dialects;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Lowering;

/// <summary>
/// Collects what the states of a test consist of, in herd's order: registers by thread and then in the dialect's order, then locations by
/// name in ordinal order, elements of an array by index.
/// </summary>
internal sealed class ObservedCollector
{
    private readonly LitmusTest test;
    private readonly ThreadBuilder[] threads;
    private readonly LocationTable locations;
    private readonly SortedSet<Part> parts;
    private readonly Dictionary<Part, ScalarType> types = [];

    public ObservedCollector(LitmusTest test, IDialect dialect, ThreadBuilder[] threads, LocationTable locations)
    {
        (this.test, this.threads, this.locations) = (test, threads, locations);
        parts = new SortedSet<Part>(Comparer<Part>.Create((left, right) => left.CompareTo(right, dialect)));
    }

    /// <summary>Everything that the final clauses mention.</summary>
    public IReadOnlyList<Observed> Collect()
    {
        foreach (LocationsItem item in test.Locations) Add(item);
        Add(test.Filter);
        Add(test.Condition?.Proposition);
        foreach (Expectation expectation in test.Expectations) Add(expectation.Proposition);
        foreach (Part part in parts)
        {
            if (part.Reference.Thread is null) locations.DeclareCell(part.Reference.Name);
        }

        IReadOnlyList<Location> memory = locations.Build();
        return [.. parts.Select(part => Observe(part, memory))];
    }

    private void Add(LocationsItem item)
    {
        if (item.Reference.Thread is null && locations.LengthOf(item.Reference.Name) is { } length)
        {
            AddArray(item.Reference.Name, length);
            return;
        }

        Part part = Add(item.Reference);
        if (item.Type is not null) types[part] = ScalarType.Of(item.Type);
    }

    private void Add(Proposition? proposition)
    {
        switch (proposition)
        {
            case Proposition.Equal equal:
                Add(equal.Left);
                if (equal.Right.Symbol is { } symbol) locations.DeclareCell(symbol);
                break;
            case Proposition.EqualArray array:
                AddArray(array.Left.Name, array.Right.Count);
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

    private Part Add(StateReference reference)
    {
        var part = new Part(StateNames.Canonical(test, reference), null);
        parts.Add(part);
        return part;
    }

    private void AddArray(string name, int length)
    {
        for (int i = 0; i < length; i++) parts.Add(new Part(new StateReference(null, StateNames.Element(name, i)), name));
    }

    private Observed Observe(Part part, IReadOnlyList<Location> memory)
    {
        StateReference reference = part.Reference;
        if (reference.Thread is { } thread)
        {
            ScalarType type = types.GetValueOrDefault(part, threads[thread].TypeOf(reference.Name));
            return new Observed(reference.ToString(), thread, threads[thread].Register(reference.Name), type.Width, type.Unsigned);
        }

        ScalarType cell = types.GetValueOrDefault(part, locations.TypeOf(reference.Name));
        long address = locations.AddressOf(reference.Name);
        int index = memory.Select((location, i) => (location, i)).First(pair => pair.location.Address == address).i;

        // herd prints an array, and its elements, without brackets around the name.
        string name = locations.LengthOf(reference.Name) is null ? reference.ToString() : reference.Name;
        return new Observed(name, -1, index, cell.Width, cell.Unsigned, part.Array);
    }

    /// <summary>A part of the state: a register, a location, or an element, perhaps as a part of its whole array.</summary>
    private sealed record Part(StateReference Reference, string? Array)
    {
        public int CompareTo(Part other, IDialect dialect)
        {
            switch (Reference.Thread, other.Reference.Thread)
            {
                case (null, null):
                    (string name, int element) = StateNames.Split(Reference.Name);
                    (string otherName, int otherElement) = StateNames.Split(other.Reference.Name);
                    int byName = string.CompareOrdinal(name, otherName);
                    if (byName == 0) byName = string.CompareOrdinal(Array, other.Array);
                    return byName != 0 ? byName : element.CompareTo(otherElement);
                case (null, _):
                    return 1;
                case (_, null):
                    return -1;
                case (int left, int right):
                    return left != right ? left.CompareTo(right) : dialect.CompareRegisters(Reference.Name, other.Reference.Name);
            }
        }
    }
}
