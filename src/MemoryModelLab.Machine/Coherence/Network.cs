using MemoryModelLab.Machine.Exploration;

namespace MemoryModelLab.Machine.Coherence;

/// <summary>
/// The messages under way, in an order of their own: states that differ in nothing but the order of messages that have none are one state. Where
/// the directory's forwards are ordered, those to one cache about one line stand in the order they were sent.
/// </summary>
internal sealed class Network
{
    private const int Header = 6;

    private readonly int first;
    private readonly int capacity;
    private readonly int size;
    private readonly bool isOrdered;

    public Network(Layout layout, int capacity, int cores, int lines, int cellsPerLine, int mostValue, bool isOrdered)
    {
        (this.capacity, size, this.isOrdered) = (capacity, Header + cellsPerLine, isOrdered);
        first = layout.Count;
        for (int i = 0; i < capacity; i++)
        {
            layout.Add((int)MessageKind.Unblock);
            layout.Add(Math.Max(lines - 1, 0)); // a test may use no memory
            layout.Add(cores);
            layout.Add(cores);
            layout.Add(cores - 1);
            layout.Add(cores);
            layout.Add(cellsPerLine, mostValue);
        }
    }

    /// <summary>Whether a message found no place.</summary>
    public bool IsOutgrown { get; private set; }

    public int Count(ReadOnlySpan<int> state)
    {
        int count = 0;
        while (count < capacity && state[At(count)] != 0) count++;
        return count;
    }

    public Message this[ReadOnlySpan<int> state, int number]
    {
        get
        {
            ReadOnlySpan<int> header = state.Slice(At(number), Header);
            return new Message((MessageKind)header[0], header[1], header[2], header[3], header[4], header[5]);
        }
    }

    /// <summary>The cells that travel with a message.</summary>
    public int CellsOf(int number) => At(number) + Header;

    /// <summary>Whether nothing that was sent before it must arrive first.</summary>
    public bool MayArrive(ReadOnlySpan<int> state, int number)
    {
        Message message = this[state, number];
        if (!isOrdered || !message.IsForward) return true;
        for (int earlier = 0; earlier < number; earlier++)
        {
            Message other = this[state, earlier];
            if (other.IsForward && (other.To, other.Line) == (message.To, message.Line)) return false;
        }

        return true;
    }

    /// <summary>Sends a message with the cells at <paramref name="cells"/>, or with none.</summary>
    public void Send(Span<int> state, Message message, ReadOnlySpan<int> cells)
    {
        int count = Count(state);
        if (count == capacity)
        {
            IsOutgrown = true;
            return;
        }

        Span<int> sent = state.Slice(At(count), size);
        (sent[0], sent[1], sent[2], sent[3], sent[4], sent[5]) = ((int)message.Kind, message.Line, message.From, message.To, message.Requester, message.Acks);
        cells.CopyTo(sent[Header..]);
        Span<int> saved = stackalloc int[size];
        for (int at = count; at > 0 && Precedes(state.Slice(At(at), size), state.Slice(At(at - 1), size)); at--)
        {
            Span<int> lower = state.Slice(At(at - 1), size), upper = state.Slice(At(at), size);
            lower.CopyTo(saved);
            upper.CopyTo(lower);
            saved.CopyTo(upper);
        }
    }

    /// <summary>Takes a message out.</summary>
    public void Remove(Span<int> state, int number)
    {
        state[At(number + 1)..At(capacity)].CopyTo(state[At(number)..]);
        state.Slice(At(capacity - 1), size).Clear();
    }

    /// <summary>The same messages with cores and values renamed.</summary>
    public void Rename(ReadOnlySpan<int> state, Span<int> renamed, ReadOnlySpan<int> newCore, ReadOnlySpan<int> newValue)
    {
        renamed.Slice(first, capacity * size).Clear();
        Span<int> cells = stackalloc int[size - Header];
        for (int number = 0; number < Count(state); number++)
        {
            Message message = this[state, number];
            for (int i = 0; i < cells.Length; i++) cells[i] = newValue[state[CellsOf(number) + i]];
            Send(renamed, message with { From = newCore[message.From], To = newCore[message.To], Requester = newCore[message.Requester] }, cells);
        }
    }

    private bool Precedes(ReadOnlySpan<int> message, ReadOnlySpan<int> other)
    {
        bool isForward = IsForward(message), isOtherForward = IsForward(other);
        if (!isOrdered || !isForward || !isOtherForward) return isForward != isOtherForward && isOrdered ? isForward : message.SequenceCompareTo(other) < 0;
        return (message[3], message[1]).CompareTo((other[3], other[1])) < 0; // receiver and line; among equal ones as sent
    }

    private static bool IsForward(ReadOnlySpan<int> message) => new Message((MessageKind)message[0], 0, 0, 0, 0, 0).IsForward;

    private int At(int number) => first + (number * size);
}
