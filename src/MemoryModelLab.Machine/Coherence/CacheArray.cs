using System.Globalization;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine.Coherence;

/// <summary>
/// The private caches of all cores, memory behind them, and beside both the value last written to each cell, which no cache sees: what they
/// hold is compared with it. Which line may be read or written follows from the protocol's table: where nothing has to be done first.
/// </summary>
internal sealed class CacheArray
{
    private readonly ProtocolTable table;
    private readonly int lineStates;
    private readonly int copies;
    private readonly int memory;
    private readonly int latest;
    private readonly bool[] mayRead;
    private readonly bool[] mayWrite;

    public CacheArray(ProtocolTable table, CacheGeometry geometry, Layout layout, int cores, int mostValue)
    {
        (this.table, Geometry, Cores) = (table, geometry, cores);
        lineStates = layout.Add(cores * geometry.Lines, table.States.Count - 1);
        copies = layout.Add(cores * geometry.Cells, mostValue);
        memory = layout.Add(geometry.Cells, mostValue);
        latest = layout.Add(geometry.Cells, mostValue);
        mayRead = [.. table.States.Select((_, state) => table[state, table.Event("load")] is { Actions.Count: 0 })];
        mayWrite = [.. table.States.Select((_, state) => table[state, table.Event("store")] is { Actions.Count: 0 })];
    }

    public CacheGeometry Geometry { get; }

    public int Cores { get; }

    /// <summary>The state in which a core has a line.</summary>
    public int this[ReadOnlySpan<int> state, int core, int line] => state[lineStates + (core * Geometry.Lines) + line];

    public void Start(Span<int> state, ReadOnlySpan<int> initial)
    {
        initial.CopyTo(state[memory..]);
        initial.CopyTo(state[latest..]);
    }

    /// <summary>Goes to a state; of a line whose content no longer matters nothing is kept.</summary>
    public void Enter(Span<int> state, int core, int line, int next, bool keepsContent)
    {
        state[lineStates + (core * Geometry.Lines) + line] = next;
        if (!keepsContent) Copy(state, core, line).Clear();
    }

    /// <summary>A core's copy of a line.</summary>
    public Span<int> Copy(Span<int> state, int core, int line) => Cells(state, copies + (core * Geometry.Cells), line);

    /// <summary>Memory's copy of a line.</summary>
    public Span<int> Memory(Span<int> state, int line) => Cells(state, memory, line);

    public int ReadCopy(ReadOnlySpan<int> state, int core, int cell) => state[copies + (core * Geometry.Cells) + cell];

    public int ReadMemory(ReadOnlySpan<int> state, int cell) => state[memory + cell];

    /// <summary>The value last written to a cell.</summary>
    public int ReadLatest(ReadOnlySpan<int> state, int cell) => state[latest + cell];

    public void WriteCopy(Span<int> state, int core, int cell, int value) => state[copies + (core * Geometry.Cells) + cell] = value;

    public void WriteMemory(Span<int> state, int cell, int value) => state[memory + cell] = value;

    /// <summary>Notes that this is the value last written to a cell.</summary>
    public void WriteLatest(Span<int> state, int cell, int value) => state[latest + cell] = value;

    /// <summary>Whether a line's set has no place in a core's cache.</summary>
    public bool IsFull(ReadOnlySpan<int> state, int core, int line)
    {
        int held = 0;
        for (int other = 0; other < Geometry.Lines; other++)
        {
            if (Geometry.ShareASet(line, other) && this[state, core, other] != 0) held++;
        }

        return held >= Geometry.Ways;
    }

    /// <summary>Whether memory has what was last written to a line.</summary>
    public bool IsMemoryCurrent(ReadOnlySpan<int> state, int line)
    {
        (int first, int count) = Geometry.CellsOf(line).GetOffsetAndLength(Geometry.Cells);
        return state.Slice(memory + first, count).SequenceEqual(state.Slice(latest + first, count));
    }

    /// <summary>The invariant that does not hold: single writer or many readers, and what may be read is what was written last.</summary>
    public string? Violation(ReadOnlySpan<int> state)
    {
        for (int line = 0; line < Geometry.Lines; line++)
        {
            int writers = 0, readers = 0;
            for (int core = 0; core < Cores; core++)
            {
                int own = this[state, core, line];
                if (mayWrite[own]) writers++;
                if (!mayRead[own]) continue;
                readers++;
                (int first, int count) = Geometry.CellsOf(line).GetOffsetAndLength(Geometry.Cells);
                if (!state.Slice(copies + (core * Geometry.Cells) + first, count).SequenceEqual(state.Slice(latest + first, count)))
                    return string.Create(CultureInfo.InvariantCulture, $"data value: P{core} holds a line in {table.States[own]} that is not what was last written to it");
            }

            if (writers > 0 && readers > 1) return string.Create(CultureInfo.InvariantCulture, $"single writer or many readers: {writers} may write, {readers} may read");
        }

        return null;
    }

    /// <summary>The same state with cores and values renamed.</summary>
    public void Rename(ReadOnlySpan<int> state, Span<int> renamed, ReadOnlySpan<int> newCore, ReadOnlySpan<int> newValue)
    {
        for (int core = 0; core < Cores; core++)
        {
            state.Slice(lineStates + (core * Geometry.Lines), Geometry.Lines).CopyTo(renamed[(lineStates + (newCore[core] * Geometry.Lines))..]);
            for (int cell = 0; cell < Geometry.Cells; cell++) WriteCopy(renamed, newCore[core], cell, newValue[ReadCopy(state, core, cell)]);
        }

        for (int cell = 0; cell < Geometry.Cells; cell++)
        {
            renamed[memory + cell] = newValue[state[memory + cell]];
            renamed[latest + cell] = newValue[state[latest + cell]];
        }
    }

    /// <summary>What each core's cache holds.</summary>
    public IEnumerable<Part> Describe(int[] state, Func<int, string> nameOf, Func<int, string> print)
    {
        for (int core = 0; core < Cores; core++)
        {
            int owner = core;
            IEnumerable<string> lines = Enumerable.Range(0, Geometry.Lines).Where(line => this[state, owner, line] != 0).Select(
                line => $"{table.States[this[state, owner, line]]}[{DescribeCopy(state, owner, line, nameOf, print)}]");
            yield return new Part(string.Create(CultureInfo.InvariantCulture, $"P{core} cache"), string.Join(' ', lines));
        }
    }

    /// <summary>What a core's copy of a line holds.</summary>
    public string DescribeCopy(int[] state, int core, int line, Func<int, string> nameOf, Func<int, string> print) =>
        Contents(state, copies + (core * Geometry.Cells), line, nameOf, print);

    /// <summary>What memory holds of a line.</summary>
    public string DescribeMemory(int[] state, int line, Func<int, string> nameOf, Func<int, string> print) => Contents(state, memory, line, nameOf, print);

    private Span<int> Cells(Span<int> state, int start, int line)
    {
        (int first, int count) = Geometry.CellsOf(line).GetOffsetAndLength(Geometry.Cells);
        return state.Slice(start + first, count);
    }

    private string Contents(int[] state, int first, int line, Func<int, string> nameOf, Func<int, string> print) =>
        string.Join(' ', Enumerable.Range(0, Geometry.Cells).Take(Geometry.CellsOf(line)).Select(cell => $"{nameOf(cell)}={print(state[first + cell])}"));
}
