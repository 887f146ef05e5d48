using System.Globalization;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Memory;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine.Verification;

/// <summary>
/// A protocol whose cores do anything at any time: each may load a line, store any value to it, and give it up, in every state; messages arrive
/// in every order the channels allow. No program bounds them, so whatever the protocol can do it does here.
/// Values are 1 … <c>values</c>; 0 stands for no value.
/// </summary>
internal sealed class ProtocolSystem : ITransitionSystem
{
    private readonly Layout layout = new();
    private readonly IMemorySystem memory;
    private readonly int cores;
    private readonly int lines;
    private readonly int values;
    private readonly int[] state;
    private readonly int[] next;
    private readonly ulong[] packed;

    public ProtocolSystem(string protocol, int cores, int lines, int values, int mostMessages)
    {
        (this.cores, this.lines, this.values) = (cores, lines, values);
        // A set for each line, of one way, which is full when the line is there: it may leave at any time.
        var options = new MachineOptions { Protocol = protocol, Sets = lines, Ways = 1, MostMessages = mostMessages };
        memory = MemorySystems.Create(options, layout, cores, lines, values);
        (state, next, packed) = (new int[layout.Count], new int[layout.Count], new ulong[Words]);
    }

    public int Words => layout.Words;

    /// <summary>Whether messages found no place, so that nothing that was found counts.</summary>
    public bool IsOutgrown => memory.IsOutgrown;

    /// <summary>What is at the far end from the cores.</summary>
    public string Hub => memory.Hub;

    public void Start(Span<ulong> packedState)
    {
        Array.Clear(state);
        memory.Start(state, [.. Enumerable.Repeat(1, lines)]);
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
        for (int i = 0; i < cores * lines; i++)
        {
            Load(i / lines, i % lines, successors);
            Store(i / lines, i % lines, successors);
        }
    }

    /// <summary>Whether nothing is under way.</summary>
    public bool IsQuiet(ReadOnlySpan<ulong> packedState)
    {
        layout.Unpack(packedState, state);
        return memory.IsQuiet(state);
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

    /// <summary>The name of a line.</summary>
    public static string NameOf(int line) => line == 0 ? "x" : string.Create(CultureInfo.InvariantCulture, $"x{line}");

    private void Deliver(ISuccessors successors)
    {
        bool isStuck = !memory.IsQuiet(state);
        for (int message = memory.Messages(state) - 1; message >= 0; message--)
        {
            Begin();
            Access access = memory.Deliver(next, message, out Step step);
            isStuck &= access == Access.Waiting || step.Kind == StepKind.Evict;
            if (access == Access.Undefined) successors.Violates(memory.Fault!);
            else if (access != Access.Waiting) Emit(successors, step);
        }

        if (isStuck) successors.Violates("no stuck state: no message can be taken, and a line still waits");
    }

    private void Load(int core, int cell, ISuccessors successors)
    {
        Begin();
        switch (memory.Reach(next, core, cell, false, out string? detail))
        {
            case Access.Ready:
                Emit(successors, new Step(StepKind.Load, core, 0, cell, memory.Read(next, core, cell) - 1, detail));
                break;
            case Access.Requested:
                Emit(successors, new Step(StepKind.Request, core, 0, cell, 0, detail));
                break;
            case Access.Undefined:
                successors.Violates(memory.Fault!);
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
                    successors.Violates(memory.Fault!);
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
