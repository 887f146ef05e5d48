using System.Globalization;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Memory;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine.Coherence;

/// <summary>
/// Private caches on an atomic bus: a transaction and the access that needs it are one step, in which every other cache snoops. Caches do what
/// a <see cref="ProtocolTable"/> says. A line leaves when its set is full, whichever of the set: each choice is a step.
/// <para>
/// Beside the caches a state has the value last written to each cell, which no cache sees: what they hold is compared with it.
/// </para>
/// </summary>
public sealed class SnoopingCaches : IMemorySystem
{
    private readonly ProtocolTable table;
    private readonly CacheGeometry geometry;
    private readonly int cores;
    private readonly int lineStates;
    private readonly int copies;
    private readonly int memory;
    private readonly int latest;
    private readonly int load;
    private readonly int store;
    private readonly int evict;

    /// <summary>Claims the components of <paramref name="cores"/> caches.</summary>
    public SnoopingCaches(ProtocolTable table, CacheGeometry geometry, Layout layout, int cores, int mostValue)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(geometry);
        ArgumentNullException.ThrowIfNull(layout);
        (this.table, this.geometry, this.cores) = (table, geometry, cores);
        lineStates = layout.Add(cores * geometry.Lines, table.States.Count - 1);
        copies = layout.Add(cores * geometry.Cells, mostValue);
        memory = layout.Add(geometry.Cells, mostValue);
        latest = layout.Add(geometry.Cells, mostValue);
        (load, store, evict) = (table.Event("load"), table.Event("store"), table.Event("evict"));
    }

    /// <inheritdoc/>
    public string Name => table.Name;

    /// <inheritdoc/>
    public string Hub => "bus";

    /// <inheritdoc/>
    public bool CellsAreIndependent => false;

    /// <inheritdoc/>
    public string? Fault { get; private set; }

    /// <inheritdoc/>
    public void Start(Span<int> state, ReadOnlySpan<int> initial)
    {
        initial.CopyTo(state[memory..]);
        initial.CopyTo(state[latest..]);
    }

    /// <inheritdoc/>
    public Access Reach(Span<int> state, int core, int cell, bool forWrite, out string? detail)
    {
        int line = geometry.LineOf(cell), own = StateOf(core, line);
        detail = null;
        if (table[state[own], forWrite ? store : load] is not { } rule) return Undefined(core, line, state[own], forWrite ? store : load);
        string? transaction = rule.Actions is [string wanted, ..] ? wanted : null;
        int next = rule.Next;
        if (transaction is not null)
        {
            bool comes = state[own] == 0 && next != 0;
            if (comes && Held(state, core, line) >= geometry.Ways) return Access.Waiting;
            if (!Snoop(state, core, line, transaction, out bool isShared, out bool isSupplied)) return Access.Undefined;
            if (!isShared) next = rule.Alone;
            if (comes && !isSupplied) Copy(state, memory, CopyOf(core), line);
            detail = transaction;
        }

        state[own] = next;
        return Access.Ready;
    }

    /// <inheritdoc/>
    public int Read(ReadOnlySpan<int> state, int core, int cell) =>
        state[state[StateOf(core, geometry.LineOf(cell))] == 0 ? memory + cell : CopyOf(core) + cell];

    /// <inheritdoc/>
    public void Write(Span<int> state, int core, int cell, int value)
    {
        int own = state[StateOf(core, geometry.LineOf(cell))];
        if (own != 0) state[CopyOf(core) + cell] = value;
        if (own == 0 || WritesThrough(own)) state[memory + cell] = value;
        state[latest + cell] = value;
    }

    /// <inheritdoc/>
    public int Messages(ReadOnlySpan<int> state) => cores * geometry.Lines;

    /// <inheritdoc/>
    public Access Deliver(Span<int> state, int message, out Step step)
    {
        (int core, int line) = Math.DivRem(message, geometry.Lines);
        step = new Step(StepKind.Evict, core, 0, geometry.CellsOf(line).Start.Value, 0);
        int own = StateOf(core, line);
        if (state[own] == 0 || Held(state, core, line) < geometry.Ways) return Access.Waiting;
        if (table[state[own], evict] is not { } rule) return Undefined(core, line, state[own], evict);
        if (rule.Does("wb")) Copy(state, CopyOf(core), memory, line);
        Enter(state, core, line, rule.Next);
        return Access.Requested;
    }

    /// <inheritdoc/>
    public bool IsQuiet(ReadOnlySpan<int> state) => true;

    /// <inheritdoc/>
    public int Final(ReadOnlySpan<int> state, int cell)
    {
        for (int core = 0; core < cores; core++)
        {
            if (table[state[StateOf(core, geometry.LineOf(cell))], evict]?.Does("wb") == true) return state[CopyOf(core) + cell];
        }

        return state[memory + cell];
    }

    /// <inheritdoc/>
    public IEnumerable<Part> Describe(int[] state, Func<int, string> nameOf, Func<int, string> print)
    {
        for (int core = 0; core < cores; core++)
        {
            var lines = new List<string>();
            for (int line = 0; line < geometry.Lines; line++)
            {
                int own = state[StateOf(core, line)];
                if (own != 0) lines.Add($"{table.States[own]}[{Contents(state, CopyOf(core), line, nameOf, print)}]");
            }

            yield return new Part(string.Create(CultureInfo.InvariantCulture, $"P{core} cache"), string.Join(' ', lines));
        }

        yield return new Part("memory", string.Join(' ', Enumerable.Range(0, geometry.Lines).Select(line => Contents(state, memory, line, nameOf, print))));
    }

    /// <inheritdoc/>
    public string? Violation(ReadOnlySpan<int> state)
    {
        for (int line = 0; line < geometry.Lines; line++)
        {
            int writers = 0, readers = 0;
            for (int core = 0; core < cores; core++)
            {
                int own = state[StateOf(core, line)];
                if (own == 0) continue;
                readers++;
                if (table[own, store] is { Actions.Count: 0 }) writers++;
                for (int cell = geometry.CellsOf(line).Start.Value; cell < geometry.CellsOf(line).End.Value; cell++)
                {
                    if (state[CopyOf(core) + cell] != state[latest + cell])
                        return string.Create(CultureInfo.InvariantCulture, $"data value: P{core} holds a line in {table.States[own]} that is not what was last written to it");
                }
            }

            if (writers > 0 && readers > 1) return string.Create(CultureInfo.InvariantCulture, $"single writer or many readers: {writers} may write, {readers} may read");
        }

        return null;
    }

    /// <summary>Every other cache sees a transaction; false when one cannot say what to do.</summary>
    private bool Snoop(Span<int> state, int requester, int line, string transaction, out bool isShared, out bool isSupplied)
    {
        (isShared, isSupplied) = (false, false);
        int seen = table.Event(transaction);
        for (int core = 0; core < cores; core++)
        {
            if (core == requester) continue;
            int own = state[StateOf(core, line)];
            isShared |= own != 0;
            if (table[own, seen] is not { } rule)
            {
                Undefined(core, line, own, seen);
                return false;
            }

            if (rule.Does("flush")) Copy(state, CopyOf(core), memory, line);
            if (rule.Does("supply"))
            {
                Copy(state, CopyOf(core), CopyOf(requester), line);
                isSupplied = true;
            }

            Enter(state, core, line, rule.Next);
        }

        return true;
    }

    /// <summary>The lines a cache holds in a line's set.</summary>
    private int Held(ReadOnlySpan<int> state, int core, int line)
    {
        int held = 0;
        for (int other = 0; other < geometry.Lines; other++)
        {
            if (geometry.ShareASet(line, other) && state[StateOf(core, other)] != 0) held++;
        }

        return held;
    }

    /// <summary>Goes to a state; of a line that is gone nothing is kept.</summary>
    private void Enter(Span<int> state, int core, int line, int next)
    {
        state[StateOf(core, line)] = next;
        if (next != 0) return;
        (int first, int count) = geometry.CellsOf(line).GetOffsetAndLength(geometry.Cells);
        state.Slice(CopyOf(core) + first, count).Clear();
    }

    private void Copy(Span<int> state, int from, int to, int line)
    {
        (int first, int count) = geometry.CellsOf(line).GetOffsetAndLength(geometry.Cells);
        state.Slice(from + first, count).CopyTo(state.Slice(to + first, count));
    }

    private bool WritesThrough(int own) => table[own, store]?.Does("BusWr") == true;

    private Access Undefined(int core, int line, int own, int seen)
    {
        Fault = string.Create(CultureInfo.InvariantCulture, $"missing transition: the cache of P{core} has line {line} in {table.States[own]} and sees {table.Events[seen]}, which {table.Name} says cannot happen");
        return Access.Undefined;
    }

    private string Contents(int[] state, int first, int line, Func<int, string> nameOf, Func<int, string> print) =>
        string.Join(' ', Enumerable.Range(0, geometry.Cells).Take(geometry.CellsOf(line)).Select(cell => $"{nameOf(cell)}={print(state[first + cell])}"));

    private int StateOf(int core, int line) => lineStates + (core * geometry.Lines) + line;

    private int CopyOf(int core) => copies + (core * geometry.Cells);
}
