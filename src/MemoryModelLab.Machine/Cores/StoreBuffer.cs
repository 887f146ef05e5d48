using MemoryModelLab.Machine.Exploration;

namespace MemoryModelLab.Machine.Cores;

/// <summary>Which stores may leave a core's store buffer.</summary>
public enum BufferKind
{
    /// <summary>There is no buffer: a store is done when it is executed. Sequential consistency.</summary>
    None,

    /// <summary>The oldest only: total store order.</summary>
    Tso,

    /// <summary>The oldest to each location, not past a store barrier: partial store order.</summary>
    Pso,
}

/// <summary>
/// A core's store buffer. Oldest first: pairs of cell + 1 and value, 0 where it ends; a store barrier takes a place of its own. With
/// <see cref="BufferKind.Pso"/> the stores between two barriers are kept in the order of their cells: no order but that within a cell matters.
/// </summary>
internal sealed class StoreBuffer
{
    private readonly BufferKind kind;
    private readonly int first;
    private readonly int capacity;
    private readonly int barrier;

    public StoreBuffer(Layout layout, BufferKind kind, int capacity, int cells, int mostValue)
    {
        (this.kind, this.capacity, barrier) = (kind, capacity, cells + 1);
        first = layout.Count;
        for (int i = 0; i < capacity; i++)
        {
            layout.Add(cells + 1);
            layout.Add(mostValue);
        }
    }

    public bool IsEmpty(ReadOnlySpan<int> state) => capacity == 0 || state[first] == 0;

    public bool IsFull(ReadOnlySpan<int> state) => capacity == 0 || state[Key(capacity - 1)] != 0;

    public int Count(ReadOnlySpan<int> state)
    {
        int count = 0;
        while (count < capacity && state[Key(count)] != 0) count++;
        return count;
    }

    /// <summary>Store number <paramref name="entry"/>, oldest first.</summary>
    public (int Cell, int Value) this[ReadOnlySpan<int> state, int entry] => (state[Key(entry)] - 1, state[Key(entry) + 1]);

    /// <summary>The value of the newest store to a cell.</summary>
    public bool TryForward(ReadOnlySpan<int> state, int cell, out int value)
    {
        value = 0;
        for (int i = Count(state) - 1; i >= 0; i--)
        {
            if (state[Key(i)] != cell + 1) continue;
            value = state[Key(i) + 1];
            return true;
        }

        return false;
    }

    /// <summary>Adds a store; the buffer is not full.</summary>
    public void Add(Span<int> state, int cell, int value)
    {
        int at = Count(state);
        for (; kind == BufferKind.Pso && at > 0 && state[Key(at - 1)] != barrier && state[Key(at - 1)] > cell + 1; at--)
        {
            state.Slice(Key(at - 1), 2).CopyTo(state[Key(at)..]);
        }

        (state[Key(at)], state[Key(at) + 1]) = (cell + 1, value);
    }

    /// <summary>Keeps later stores behind earlier ones; the buffer is not full.</summary>
    public void AddBarrier(Span<int> state)
    {
        int count = Count(state);
        if (count > 0 && state[Key(count - 1)] != barrier) state[Key(count)] = barrier;
    }

    /// <summary>Whether a store may leave now.</summary>
    public bool MayLeave(ReadOnlySpan<int> state, int entry)
    {
        if (kind == BufferKind.Tso || state[Key(entry)] == barrier) return entry == 0;
        for (int earlier = 0; earlier < entry; earlier++)
        {
            if (state[Key(earlier)] == barrier || state[Key(earlier)] == state[Key(entry)]) return false;
        }

        return true;
    }

    /// <summary>Takes a store out, and a barrier that then has nothing before it.</summary>
    public void Remove(Span<int> state, int entry)
    {
        Cut(state, entry);
        if (!IsEmpty(state) && state[first] == barrier) Cut(state, 0);
    }

    /// <summary>What is in it, oldest first.</summary>
    public string Describe(int[] state, Func<int, string> nameOf, Func<int, string> print) =>
        string.Join(' ', Enumerable.Range(0, Count(state)).Select(i => state[Key(i)] == barrier ? "barrier" : $"{nameOf(state[Key(i)] - 1)}={print(state[Key(i) + 1])}"));

    private int Key(int entry) => first + (2 * entry);

    private void Cut(Span<int> state, int entry)
    {
        state[Key(entry + 1)..Key(capacity)].CopyTo(state[Key(entry)..]);
        state.Slice(Key(capacity - 1), 2).Clear();
    }
}
