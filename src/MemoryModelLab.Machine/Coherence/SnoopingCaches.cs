using System.Globalization;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Memory;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine.Coherence;

/// <summary>
/// Private caches on an atomic bus: a transaction and the access that needs it are one step, in which every other cache snoops. Caches do what
/// a <see cref="ProtocolTable"/> says. A line leaves when its set is full, whichever of the set: each choice is a step.
/// </summary>
public sealed class SnoopingCaches : IMemorySystem
{
    private readonly ProtocolTable table;
    private readonly CacheGeometry geometry;
    private readonly CacheArray caches;
    private readonly InvalidateQueue? queue;
    private readonly int cores;
    private readonly int load;
    private readonly int store;
    private readonly int evict;

    /// <summary>Claims the components of <paramref name="cores"/> caches, with invalidate queues if wanted.</summary>
    public SnoopingCaches(ProtocolTable table, CacheGeometry geometry, Layout layout, int cores, int mostValue, bool hasQueues = false)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(geometry);
        ArgumentNullException.ThrowIfNull(layout);
        BusTable.Check(table);
        (this.table, this.geometry, this.cores) = (table, geometry, cores);
        caches = new CacheArray(table, geometry, layout, cores, mostValue);
        queue = hasQueues ? new InvalidateQueue(caches, layout) : null;
        (load, store, evict) = (table.Event("load"), table.Event("store"), table.Event("evict"));
    }

    /// <inheritdoc/>
    public string Name => table.Name;

    /// <inheritdoc/>
    public string Hub => "bus";

    /// <inheritdoc/>
    public bool CellsAreIndependent => false;

    /// <inheritdoc/>
    public bool LinesAreIndependent => geometry.HoldsAll && queue is null;

    /// <inheritdoc/>
    public int LineOf(int cell) => geometry.LineOf(cell);

    /// <inheritdoc/>
    public int LineOfMessage(ReadOnlySpan<int> state, int message) => message % geometry.Lines;

    /// <inheritdoc/>
    public string? Fault { get; private set; }

    /// <inheritdoc/>
    public void Start(Span<int> state, ReadOnlySpan<int> initial) => caches.Start(state, initial);

    /// <inheritdoc/>
    public Access Reach(Span<int> state, int core, int cell, bool forWrite, out string? detail)
    {
        int line = geometry.LineOf(cell), own = caches[state, core, line];
        detail = null;
        if (queue?.Holds(state, core, line) == true)
        {
            if (!forWrite) return Access.Ready;
            queue.Apply(state, core, line);
        }

        if (table[own, forWrite ? store : load] is not { } rule) return Undefined(core, line, own, forWrite ? store : load);
        string? transaction = rule.Actions is [string wanted, ..] ? wanted : null;
        int next = rule.Next;
        if (transaction is not null)
        {
            bool comes = own == 0 && next != 0;
            if (comes && caches.IsFull(state, core, line)) return Access.Waiting;
            if (!Snoop(state, core, line, transaction, out bool isShared, out bool isSupplied)) return Access.Undefined;
            if (!isShared) next = rule.Alone;
            if (comes && !isSupplied) caches.Memory(state, line).CopyTo(caches.Copy(state, core, line));
            detail = transaction;
        }

        caches.Enter(state, core, line, next, next != 0);
        return Access.Ready;
    }

    /// <inheritdoc/>
    public int Read(ReadOnlySpan<int> state, int core, int cell) =>
        caches[state, core, geometry.LineOf(cell)] == 0 && queue?.Holds(state, core, geometry.LineOf(cell)) != true ? caches.ReadMemory(state, cell) : caches.ReadCopy(state, core, cell);

    /// <inheritdoc/>
    public bool Holds(ReadOnlySpan<int> state, int core, int cell) => caches[state, core, geometry.LineOf(cell)] != 0;

    /// <inheritdoc/>
    public bool IsCurrent(ReadOnlySpan<int> state, int core, int cell) =>
        queue?.Holds(state, core, geometry.LineOf(cell)) == true || Read(state, core, cell) == caches.ReadLatest(state, cell);

    /// <inheritdoc/>
    public void Write(Span<int> state, int core, int cell, int value)
    {
        int own = caches[state, core, geometry.LineOf(cell)];
        if (own != 0) caches.WriteCopy(state, core, cell, value);
        if (own == 0 || WritesThrough(own)) caches.WriteMemory(state, cell, value);
        caches.WriteLatest(state, cell, value);
    }

    /// <inheritdoc/>
    public int Messages(ReadOnlySpan<int> state) => (queue is null ? 1 : 2) * cores * geometry.Lines;

    /// <inheritdoc/>
    public bool HasUnappliedInvalidations(ReadOnlySpan<int> state, int core) => queue?.IsEmpty(state, core) == false;

    /// <inheritdoc/>
    public Access Deliver(Span<int> state, int message, out Step step)
    {
        (int core, int line) = Math.DivRem(message % (cores * geometry.Lines), geometry.Lines);
        if (message >= cores * geometry.Lines) return Invalidate(state, core, line, out step);
        step = new Step(StepKind.Evict, core, 0, geometry.CellsOf(line).Start.Value, 0);
        int own = caches[state, core, line];
        if (own == 0 || !caches.IsFull(state, core, line)) return Access.Waiting;
        if (table[own, evict] is not { } rule) return Undefined(core, line, own, evict);
        if (rule.Does("wb")) caches.Copy(state, core, line).CopyTo(caches.Memory(state, line));
        caches.Enter(state, core, line, rule.Next, rule.Next != 0);
        return Access.Requested;
    }

    /// <inheritdoc/>
    public bool IsQuiet(ReadOnlySpan<int> state) => true;

    /// <inheritdoc/>
    public int Final(ReadOnlySpan<int> state, int cell)
    {
        for (int core = 0; core < cores; core++)
        {
            if (table[caches[state, core, geometry.LineOf(cell)], evict]?.Does("wb") == true) return caches.ReadCopy(state, core, cell);
        }

        return caches.ReadMemory(state, cell);
    }

    /// <inheritdoc/>
    public void Rename(ReadOnlySpan<int> state, Span<int> renamed, ReadOnlySpan<int> newCore, ReadOnlySpan<int> newValue)
    {
        caches.Rename(state, renamed, newCore, newValue);
        queue?.Rename(state, renamed, newCore);
    }

    /// <inheritdoc/>
    public IEnumerable<Part> Describe(int[] state, Func<int, string> nameOf, Func<int, string> print)
    {
        foreach (Part part in caches.Describe(state, nameOf, print)) yield return part;
        foreach (Part part in queue?.Describe(state, nameOf, print) ?? []) yield return part;
        yield return new Part("memory", string.Join(' ', Enumerable.Range(0, geometry.Lines).Select(line => caches.DescribeMemory(state, line, nameOf, print))));
    }

    /// <inheritdoc/>
    public string? Violation(ReadOnlySpan<int> state) => caches.Violation(state);

    private Access Invalidate(Span<int> state, int core, int line, out Step step)
    {
        step = new Step(StepKind.Invalidate, core, 0, geometry.CellsOf(line).Start.Value, 0);
        if (!queue!.Holds(state, core, line)) return Access.Waiting;
        queue.Apply(state, core, line);
        return Access.Requested;
    }

    /// <summary>Every other cache sees a transaction; false when one cannot say what to do.</summary>
    private bool Snoop(Span<int> state, int requester, int line, string transaction, out bool isShared, out bool isSupplied)
    {
        (isShared, isSupplied) = (false, false);
        int seen = table.Event(transaction), answering = -1;
        for (int core = 0; core < cores; core++)
        {
            if (core == requester) continue;
            int own = caches[state, core, line];
            isShared |= own != 0;
            if (table[own, seen] is not { } rule)
            {
                Undefined(core, line, own, seen);
                return false;
            }

            bool answers = rule.Does("flush") || rule.Does("supply");
            if (answers && answering >= 0)
            {
                Fault = string.Create(CultureInfo.InvariantCulture, $"one answer: P{answering} and P{core} both put line {line} on the bus at {transaction}");
                return false;
            }

            if (answers) answering = core;
            if (rule.Does("flush")) caches.Copy(state, core, line).CopyTo(caches.Memory(state, line));
            if (rule.Does("supply"))
            {
                caches.Copy(state, core, line).CopyTo(caches.Copy(state, requester, line));
                isSupplied = true;
            }

            if (rule.Next == 0 && own != 0 && queue is not null) queue.Add(state, core, line);
            else if (own != 0) caches.Enter(state, core, line, rule.Next, rule.Next != 0);
        }

        return true;
    }

    private bool WritesThrough(int own) => table[own, store]?.Does(BusTable.WordWrite) == true;

    private Access Undefined(int core, int line, int own, int seen)
    {
        Fault = string.Create(CultureInfo.InvariantCulture, $"missing transition: the cache of P{core} has line {line} in {table.States[own]} and sees {table.Events[seen]}, which {table.Name} says cannot happen");
        return Access.Undefined;
    }
}
