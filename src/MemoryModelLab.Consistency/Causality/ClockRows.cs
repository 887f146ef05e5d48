namespace MemoryModelLab.Consistency.Causality;

/// <summary>Vector clocks of writes, a number a session, each kept from its first use until it is given back: few are needed at a time, and few stay near the processor.</summary>
/// <param name="operations">How many operations the history has.</param>
/// <param name="sessions">How many sessions.</param>
internal sealed class ClockRows(int operations, int sessions)
{
    private const long MostNumbers = 1L << 27;
    private const int FirstRows = 64;

    private readonly int[] rows = new int[operations]; // and 1; 0 for none
    private readonly Stack<int> free = new();
    private int[] numbers = new int[Math.Min((long)FirstRows * sessions, MostNumbers)];
    private int used, reserved;

    /// <summary>Whether two more clocks fit into memory.</summary>
    public bool HasRoom => free.Count >= 2 || (used + reserved + 2L) * sessions <= MostNumbers;

    /// <summary>Takes room for clocks kept elsewhere; false when there is none.</summary>
    public bool Reserve(int count)
    {
        reserved += count;
        return (used + (long)reserved) * sessions <= MostNumbers;
    }

    /// <summary>Whether a write has a clock.</summary>
    public bool Has(int write) => rows[write] > 0;

    /// <summary>The clock of a write that has one.</summary>
    public Span<int> this[int write] => numbers.AsSpan((rows[write] - 1) * sessions, sessions);

    /// <summary>Gives a write a clock, of zeros.</summary>
    public void Rent(int write)
    {
        bool isUsed = free.TryPop(out int row);
        if (!isUsed && (row = used++) * (long)sessions >= numbers.Length) Array.Resize(ref numbers, (int)Math.Min(Math.Max(2L * numbers.Length, sessions), MostNumbers));
        rows[write] = row + 1;
        if (isUsed) this[write].Clear();
    }

    /// <summary>Takes the clock of a write back.</summary>
    public void Return(int write)
    {
        free.Push(rows[write] - 1);
        rows[write] = 0;
    }
}
