using System.Globalization;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Memory;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine.Verification;

/// <summary>What a core may wish for.</summary>
internal enum Wish
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>To load a word.</summary>
    Load,

    /// <summary>To store one.</summary>
    Store,

    /// <summary>That its cache gives up the line.</summary>
    Eviction,
}

/// <summary>
/// A protocol whose cores do anything at any time: each may load a word of a line, store any value to it, and give the line up, in every state; messages arrive
/// in every order the channels allow. No program bounds them, so whatever the protocol can do it does here.
/// Values are 1 … <c>values</c>; 0 stands for no value.
/// </summary>
internal sealed class ProtocolSystem : ITransitionSystem
{
    private readonly Layout layout = new();
    private readonly IMemorySystem memory;
    private readonly int cores;
    private readonly int cells;
    private readonly int values;
    private readonly int[] state;
    private readonly int[] next;
    private readonly ulong[] packed;

    public ProtocolSystem(string protocol, int cores, int lines, int words, int values, int mostMessages)
        : this(layout => MemorySystems.Create(Options(lines, words) with { Protocol = protocol, MostMessages = mostMessages }, layout, cores, lines * words, values), cores, lines, words, values)
    {
    }

    /// <summary>One over a memory system of these cores, cells and values, whose caches are those of <see cref="Options"/>.</summary>
    public ProtocolSystem(Func<Layout, IMemorySystem> create, int cores, int lines, int words, int values)
    {
        (this.cores, cells, this.values) = (cores, lines * words, values);
        memory = create(layout);
        (state, next, packed) = (new int[layout.Count], new int[layout.Count], new ulong[Words]);
    }

    /// <summary>A set for each line, of one way, which is full when the line is there: it may leave at any time.</summary>
    public static MachineOptions Options(int lines, int words) => new() { CellsPerLine = words, Sets = lines, Ways = 1 };

    public int Words => layout.Words;

    /// <summary>Whether messages found no place, so that nothing that was found counts.</summary>
    public bool IsOutgrown => memory.IsOutgrown;

    /// <summary>What is at the far end from the cores.</summary>
    public string Hub => memory.Hub;

    public void Start(Span<ulong> packedState)
    {
        Array.Clear(state);
        memory.Start(state, [.. Enumerable.Repeat(1, cells)]);
        layout.Pack(state, packedState);
    }

    public void Expand(ReadOnlySpan<ulong> packedState, ISuccessors successors)
    {
        if (IsOutgrown) return;
        layout.Unpack(packedState, state);
        if (memory.Violation(state) is { } invariant)
        {
            successors.Violates(invariant);
            return;
        }

        Deliver(successors);
        for (int i = 0; i < cores * cells; i++)
        {
            Load(i / cells, i % cells, successors);
            Store(i / cells, i % cells, successors);
        }
    }

    /// <summary>The steps of a state when no core wishes for anything but the first one, for this.</summary>
    public void Expand(ReadOnlySpan<ulong> packedState, Wish wish, ISuccessors successors)
    {
        layout.Unpack(packedState, state);
        Deliver(successors, wish);
        if (wish == Wish.Load) Load(0, 0, successors);
        if (wish == Wish.Store) Store(0, 0, successors);
    }

    /// <summary>Whether the first core has what it wishes for; that nothing is under way, where it wishes for nothing.</summary>
    public bool IsGranted(ReadOnlySpan<ulong> packedState, Wish wish)
    {
        layout.Unpack(packedState, state);
        return wish switch
        {
            Wish.None => memory.IsQuiet(state),
            Wish.Eviction => !memory.Holds(state, 0, 0),
            _ => memory.Reach(state, 0, 0, wish == Wish.Store, out _) == Access.Ready,
        };
    }

    /// <summary>Writes the same state with cores and values renamed.</summary>
    public void Rename(ReadOnlySpan<ulong> packedState, Span<ulong> renamed, int[] newCore, int[] newValue)
    {
        layout.Unpack(packedState, state);
        memory.Rename(state, next, newCore, newValue);
        layout.Pack(next, renamed);
    }

    /// <summary>What is in the parts in a state.</summary>
    public IReadOnlyList<Part> Describe(ReadOnlySpan<ulong> packedState)
    {
        var unpacked = new int[layout.Count];
        layout.Unpack(packedState, unpacked);
        return [.. memory.Describe(unpacked, NameOf, value => value == 0 ? "-" : (value - 1).ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>The name of a word.</summary>
    public static string NameOf(int cell) => cell == 0 ? "x" : string.Create(CultureInfo.InvariantCulture, $"x{cell}");

    /// <summary>The memory system's own steps; with a wish the messages alone, and the first core's eviction where that is wished for.</summary>
    private void Deliver(ISuccessors successors, Wish? only = null)
    {
        bool isStuck = !memory.IsQuiet(state);
        for (int message = memory.Messages(state) - 1; message >= 0; message--)
        {
            Begin();
            Access access = memory.Deliver(next, message, out Step step);
            if (only is not null && step.Kind == StepKind.Evict && (only != Wish.Eviction || step.Core != 0)) continue;
            isStuck &= access == Access.Waiting || step.Kind == StepKind.Evict;
            if (access == Access.Undefined) successors.Violates(memory.Fault!, step);
            else if (access != Access.Waiting) Emit(successors, step);
        }

        if (isStuck && only is null) successors.Violates("no stuck state: no message can be taken, and a line still waits");
    }

    private void Load(int core, int cell, ISuccessors successors)
    {
        Begin();
        switch (memory.Reach(next, core, cell, false, out string? detail))
        {
            case Access.Ready:
                if (!memory.IsCurrent(next, core, cell)) successors.Violates(LitmusMachine.Stale(core), new Step(StepKind.Load, core, 0, cell, memory.Read(next, core, cell) - 1, detail));
                Emit(successors, new Step(StepKind.Load, core, 0, cell, memory.Read(next, core, cell) - 1, detail));
                break;
            case Access.Requested:
                Emit(successors, new Step(StepKind.Request, core, 0, cell, 0, detail));
                break;
            case Access.Undefined:
                successors.Violates(memory.Fault!, new Step(StepKind.Request, core, 0, cell, 0, "load"));
                break;
        }
    }

    private void Store(int core, int cell, ISuccessors successors)
    {
        for (int value = 1; value <= values; value++)
        {
            Begin();
            switch (memory.Reach(next, core, cell, true, out string? detail))
            {
                case Access.Ready:
                    memory.Write(next, core, cell, value);
                    Emit(successors, new Step(StepKind.Store, core, 0, cell, value - 1, detail));
                    break;
                case Access.Requested:
                    Emit(successors, new Step(StepKind.Request, core, 0, cell, 0, detail));
                    return;
                case Access.Undefined:
                    successors.Violates(memory.Fault!, new Step(StepKind.Request, core, 0, cell, 0, "store"));
                    return;
                default:
                    return;
            }
        }
    }

    private void Begin() => state.CopyTo(next, 0);

    private void Emit(ISuccessors successors, in Step step)
    {
        if (state.AsSpan().SequenceEqual(next)) return; // a hit that changes nothing
        layout.Pack(next, packed);
        successors.Add(packed, step);
    }
}
