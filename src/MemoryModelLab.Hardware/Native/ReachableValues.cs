using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Native;

/// <summary>
/// Which locations each access of a program can reach, whatever the threads do: so that machine code that could reach anything else is
/// refused before it runs.
/// </summary>
/// <remarks>
/// A least fixed point over sets of values: a register holds what its op can give from what its operands hold, a load gives what was ever
/// stored to the locations it can reach, in any order and by any thread. Threads are followed op by op with every branch taken both ways.
/// A set of more than <see cref="Most"/> values counts as "anything", which ends every loop of arithmetic. Hence what is not in a set
/// cannot happen under any memory model without values out of thin air.
/// </remarks>
internal sealed class ReachableValues
{
    private const int Most = 48;

    private readonly LitmusProgram program;
    private readonly Dictionary<long, Values> memory = [];
    private readonly Values[]?[][] before;
    private bool changed;

    /// <summary>Follows <paramref name="program"/>.</summary>
    public ReachableValues(LitmusProgram program)
    {
        this.program = program;
        foreach (Location location in program.Locations) memory[location.Address] = Values.Of(location.Initial);
        before = [.. program.Threads.Select(thread => new Values[]?[thread.Code.Count + 1])];
        do
        {
            changed = false;
            for (int thread = 0; thread < program.Threads.Count; thread++) Follow(thread);
        }
        while (changed);
    }

    /// <summary>The addresses that the access at <paramref name="op"/> of <paramref name="thread"/> can have; null when it may have any.</summary>
    public IReadOnlyCollection<long>? AddressesOf(int thread, int op)
    {
        Values[]? state = before[thread][op];
        Operand? address = program.Threads[thread].Code[op] switch
        {
            Op.Load load => load.Address,
            Op.Store store => store.Address,
            _ => null,
        };
        return state is null || address is null ? [] : Read(state, address.Value).Known;
    }

    private void Follow(int thread)
    {
        ThreadProgram code = program.Threads[thread];
        Join(thread, 0, [.. code.InitialValues.Select(Values.Of)]);
        for (int at = 0; at < code.Code.Count; at++)
        {
            if (before[thread][at] is not { } state) continue;
            Op op = code.Code[at];
            if (op is Op.Branch branch) Join(thread, branch.Target, state);
            Join(thread, op is Op.Jump jump ? jump.Target : at + 1, After(state, op));
        }
    }

    private Values[] After(Values[] state, Op op)
    {
        switch (op)
        {
            case Op.Load load:
                return With(state, load.Destination, Loaded(Read(state, load.Address)));
            case Op.Store store:
                Stored(Read(state, store.Address), Read(state, store.Value));
                return state;
            case Op.Compute compute:
                return With(state, compute.Destination, Computed(state, compute));
            case Op.Move move:
                return With(state, move.Destination, Read(state, move.Source));
            case Op.Choose choose:
                return With(state, choose.Destination, Values.Of(0).Union(Values.Of(1)));
            default:
                return state;
        }
    }

    private static Values Read(Values[] state, Operand operand) => operand.IsConstant ? Values.Of(operand.Value) : state[operand.Register];

    private static Values[] With(Values[] state, int register, Values values)
    {
        Values[] result = [.. state];
        result[register] = values;
        return result;
    }

    private Values Loaded(Values addresses)
    {
        if (addresses.Known is null) return Values.Any;
        return addresses.Known.Aggregate(Values.None, (all, address) => all.Union(memory.GetValueOrDefault(address, Values.Any)));
    }

    // A store to what is no location is refused later, wherever it would go.
    private void Stored(Values addresses, Values values)
    {
        foreach (long address in addresses.Known ?? [])
        {
            if (!memory.TryGetValue(address, out Values? old)) continue;
            Values all = old.Union(values);
            changed |= !all.Equals(old);
            memory[address] = all;
        }
    }

    private static Values Computed(Values[] state, Op.Compute compute)
    {
        bool same = !compute.Left.IsConstant && compute.Left == compute.Right;
        if (same && compute.Operator is BinaryOperator.Xor or BinaryOperator.Subtract) return Values.Of(0);
        (Values left, Values right) = (Read(state, compute.Left), Read(state, compute.Right));
        if (compute.Operator == BinaryOperator.And && (left.IsZero || right.IsZero)) return Values.Of(0);
        Func<long, long, long>? function = compute.Operator switch
        {
            BinaryOperator.Add => (a, b) => unchecked(a + b),
            BinaryOperator.Subtract => (a, b) => unchecked(a - b),
            BinaryOperator.Multiply => (a, b) => unchecked(a * b),
            BinaryOperator.And => (a, b) => a & b,
            BinaryOperator.Or => (a, b) => a | b,
            BinaryOperator.Xor => (a, b) => a ^ b,
            // The program's addresses are wider than the machine's: a pointer that is cut to 32 bits is followed no further.
            BinaryOperator.ZeroExtend => (a, b) => b >= 64 ? a : a & ((1L << (int)b) - 1),
            BinaryOperator.SignExtend => (a, b) => b >= 64 ? a : a << (int)(64 - b) >> (int)(64 - b),
            _ => null,
        };
        return function is not null ? left.Combine(right, function) : IsComparison(compute.Operator) ? Values.Of(0).Union(Values.Of(1)) : Values.Any;
    }

    private static bool IsComparison(BinaryOperator kind) => kind
        is BinaryOperator.Equal or BinaryOperator.NotEqual
        or BinaryOperator.LessThan or BinaryOperator.LessOrEqual or BinaryOperator.LessThanUnsigned or BinaryOperator.LessOrEqualUnsigned;

    private void Join(int thread, int at, Values[] state)
    {
        Values[]? old = before[thread][at];
        Values[] joined = old is null ? state : [.. old.Zip(state, (a, b) => a.Union(b))];
        if (old is not null && joined.SequenceEqual(old)) return;
        before[thread][at] = joined;
        changed = true;
    }

    /// <summary>A set of values; null within for "any".</summary>
    private sealed class Values : IEquatable<Values>
    {
        public static readonly Values None = new([]);

        public static readonly Values Any = new(null);

        private Values(SortedSet<long>? known) => Known = known;

        public SortedSet<long>? Known { get; }

        public bool IsZero => Known is { Count: 1, Min: 0 };

        public static Values Of(long value) => new([value]);

        public Values Union(Values other)
        {
            if (Known is null || other.Known is null) return Any;
            return other.Known.IsSubsetOf(Known) ? this : Limited(Known.Concat(other.Known));
        }

        public Values Combine(Values other, Func<long, long, long> function)
        {
            if (Known is null || other.Known is null) return Any;
            return Limited(Known.SelectMany(left => other.Known.Select(right => function(left, right))));
        }

        public bool Equals(Values? other) => other is not null && (Known is null ? other.Known is null : other.Known is not null && Known.SetEquals(other.Known));

        public override bool Equals(object? obj) => Equals(obj as Values);

        public override int GetHashCode() => Known?.Count ?? -1;

        private static Values Limited(IEnumerable<long> values)
        {
            var set = new SortedSet<long>(values);
            return set.Count > Most ? Any : new Values(set);
        }
    }
}
