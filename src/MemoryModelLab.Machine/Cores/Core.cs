using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine.Exploration;

namespace MemoryModelLab.Machine.Cores;

/// <summary>
/// A core that executes a thread in program order. Whatever only concerns itself (arithmetic, branches, putting a store into its buffer, a
/// fence with nothing to wait for) is done with the step before it: no other core could tell the difference.
/// </summary>
internal sealed class Core
{
    // A thread that computes this long without touching memory will not end.
    private const int MostLocalOps = 100_000;

    private readonly CoreContext context;
    private readonly int number;
    private readonly int place;
    private readonly int firstRegister;
    private readonly int reservation;
    private readonly long[] registers;

    public Core(CoreContext context, int number, ThreadCode code, Layout layout, StoreBuffer buffer)
    {
        (this.context, this.number, Code, Buffer) = (context, number, code, buffer);
        place = layout.Add(code.Ops.Length);
        firstRegister = layout.Add(code.MostLive, context.MostValue);
        bool hasExclusives = code.Ops.Any(op => op is Op.Store { Rmw: RmwRole.Exclusive });
        reservation = hasExclusives ? layout.Add(context.Cells + 1) : -1;
        registers = new long[code.Thread.Registers.Count];
    }

    public ThreadCode Code { get; }

    public StoreBuffer Buffer { get; }

    /// <summary>The number of the op it stands before; at the end, the number of ops.</summary>
    public int Place(ReadOnlySpan<int> state) => state[place];

    public bool HasEnded(ReadOnlySpan<int> state) => state[place] == Code.Ops.Length;

    /// <summary>The op it stands before; null at the end.</summary>
    public Op? Next(ReadOnlySpan<int> state) => HasEnded(state) ? null : Code.Ops[state[place]];

    /// <summary>The value number of live register number <paramref name="i"/> where it stands.</summary>
    public int LiveValue(ReadOnlySpan<int> state, int i) => state[firstRegister + i];

    /// <summary>A register that is observed, at the end.</summary>
    public long Register(ReadOnlySpan<int> state, int register) =>
        context.Values[state[firstRegister + Array.IndexOf(Code.Live[^1], register)]];

    /// <summary>Begins the thread; false when no path of it exists.</summary>
    public bool Start(Span<int> state)
    {
        state[place] = 0;
        for (int i = 0; i < registers.Length; i++) registers[i] = Code.Thread.InitialValues[i];
        return RunOn(state);
    }

    /// <summary>The cell that the op it stands before accesses; -1 for none.</summary>
    public int Cell(ReadOnlySpan<int> state, Op op)
    {
        Load(state);
        return CellOf(op);
    }

    /// <summary>Completes a load with the value number it returned.</summary>
    public bool Complete(Span<int> state, Op.Load load, int value)
    {
        Load(state);
        if (load.Tags.HasFlag(EventTags.Exclusive) && reservation >= 0) state[reservation] = CellOf(load) + 1;
        registers[load.Destination] = context.Values[value];
        state[place]++;
        return RunOn(state);
    }

    /// <summary>Completes a choice.</summary>
    public bool Complete(Span<int> state, Op.Choose choose, int choice)
    {
        Load(state);
        registers[choose.Destination] = choice;
        state[place]++;
        return RunOn(state);
    }

    /// <summary>Does a store that goes to memory at once; false when it is one that must fail.</summary>
    public bool Complete(Span<int> state, Op.Store store, out int value)
    {
        Load(state);
        int cell = CellOf(store);
        value = context.NumberOf(Value(store.Value));
        if (store.Rmw == RmwRole.Exclusive)
        {
            bool isHeld = state[reservation] == cell + 1;
            state[reservation] = 0;
            if (!isHeld) return false;
        }

        context.Memory.Write(state, number, cell, value);
        state[place]++;
        return RunOn(state);
    }

    /// <summary>Does an atomic instruction on the cell it reads, whole; false when the path does not exist (a lock that is held).</summary>
    /// <param name="state">The state.</param>
    /// <param name="load">Its read.</param>
    /// <param name="choice">What it chooses where it may do one thing or another.</param>
    /// <param name="value">What it wrote, or else read.</param>
    /// <param name="hasWritten">Whether it wrote.</param>
    public bool CompleteAtomic(Span<int> state, Op.Load load, int choice, out int value, out bool hasWritten)
    {
        Load(state);
        int cell = CellOf(load);
        value = context.Memory.Read(state, number, cell);
        hasWritten = false;
        registers[load.Destination] = context.Values[value];
        int first = state[place]++;
        while (!hasWritten && Code.AreOneInstruction(first, state[place]))
        {
            if (Code.Ops[state[place]] is Op.Store { Rmw: RmwRole.Atomic } store)
            {
                value = context.NumberOf(Value(store.Value));
                context.Memory.Write(state, number, cell, value);
                state[place]++;
                hasWritten = true;
            }
            else if (Code.Ops[state[place]] is Op.Choose choose)
            {
                registers[choose.Destination] = choice;
                state[place]++;
            }
            else if (!TryLocal(state, out bool exists))
            {
                return exists && RunOn(state);
            }
            else if (!exists)
            {
                return false;
            }
        }

        return RunOn(state);
    }

    /// <summary>Goes on after the buffer has changed.</summary>
    public bool Continue(Span<int> state)
    {
        Load(state);
        return RunOn(state);
    }

    /// <summary>Another core wrote <paramref name="cell"/>: an exclusive store there will fail.</summary>
    public void LoseReservation(Span<int> state, int cell)
    {
        if (reservation >= 0 && state[reservation] == cell + 1) state[reservation] = context.Cells + 1;
    }

    private bool RunOn(Span<int> state)
    {
        int steps = 0;
        while (true)
        {
            while (TryLocal(state, out bool exists))
            {
                if (!exists) return false;
                if (++steps < MostLocalOps) continue;
                context.HasDiverged = true;
                return false;
            }

            if (!DrainLocally(state)) break;
        }

        Save(state);
        return true;
    }

    /// <summary>Does the next op if it concerns only this core.</summary>
    private bool TryLocal(Span<int> state, out bool exists)
    {
        exists = true;
        int next = state[place] + 1;
        switch (Next(state))
        {
            case Op.Compute compute:
                registers[compute.Destination] = compute.Operator.Apply(Value(compute.Left), Value(compute.Right));
                break;
            case Op.Move move:
                registers[move.Destination] = Value(move.Source);
                break;
            case Op.Branch branch:
                if (Value(branch.Condition) != 0) next = branch.Target;
                break;
            case Op.Jump jump:
                next = jump.Target;
                break;
            case Op.Assume assume:
                exists = Value(assume.Condition) != 0;
                break;
            case Op.Fence fence:
                if (!TryFence(state, fence.Tags)) return false;
                break;
            case Op.Load load:
                if (!TryLoad(state, load, ref exists)) return false;
                break;
            case Op.Store { Rmw: RmwRole.None } store:
                if (!TryStore(state, store, ref exists)) return false;
                break;
            default:
                return false;
        }

        state[place] = next;
        return true;
    }

    private bool TryFence(Span<int> state, EventTags tags)
    {
        if (!tags.HasFlag(EventTags.SFence) && context.Memory.HasUnappliedInvalidations(state, number)) return false;
        if (Buffer.IsEmpty(state) || tags.HasFlag(EventTags.LFence)) return true;
        if (!tags.HasFlag(EventTags.SFence)) return false;
        if (context.Buffers != BufferKind.Pso) return true;
        if (Buffer.IsFull(state)) return false;
        Buffer.AddBarrier(state);
        return true;
    }

    private bool TryLoad(Span<int> state, Op.Load load, ref bool exists)
    {
        int cell = CellOf(load);
        if (cell < 0)
        {
            exists = false;
            return true;
        }

        if (CoreContext.IsAtomic(load) || load.Tags.HasFlag(EventTags.Exclusive) || !context.IsLocalLoad(number, cell)) return false;
        int value = Buffer.TryForward(state, cell, out int forwarded) ? forwarded : context.Memory.Read(state, number, cell);
        registers[load.Destination] = context.Values[value];
        return true;
    }

    private bool TryStore(Span<int> state, Op.Store store, ref bool exists)
    {
        int cell = CellOf(store);
        if (cell < 0)
        {
            exists = false;
            return true;
        }

        int value = context.NumberOf(Value(store.Value));
        if (context.Buffers == BufferKind.None)
        {
            if (!context.IsLocalStore(number, cell)) return false;
            context.Memory.Write(state, number, cell, value);
            return true;
        }

        if (Buffer.IsFull(state)) return false;
        Buffer.Add(state, cell, value);
        return true;
    }

    private bool DrainLocally(Span<int> state)
    {
        for (int entry = Buffer.Count(state) - 1; entry >= 0; entry--)
        {
            (int cell, int value) = Buffer[state, entry];
            if (!Buffer.MayLeave(state, entry) || cell >= context.Cells || !context.IsLocalStore(number, cell)) continue;
            Buffer.Remove(state, entry);
            context.Memory.Write(state, number, cell, value);
            return true;
        }

        return false;
    }

    private int CellOf(Op op) => op switch
    {
        Op.Load load => context.CellAt(Value(load.Address), load.Line),
        Op.Store store => context.CellAt(Value(store.Address), store.Line),
        _ => -1,
    };

    private long Value(Operand operand) => operand.IsConstant ? operand.Value : registers[operand.Register];

    private void Load(ReadOnlySpan<int> state)
    {
        int[] live = Code.Live[state[place]];
        for (int i = 0; i < live.Length; i++) registers[live[i]] = context.Values[state[firstRegister + i]];
    }

    private void Save(Span<int> state)
    {
        int[] live = Code.Live[state[place]];
        for (int i = 0; i < live.Length; i++) state[firstRegister + i] = context.NumberOf(registers[live[i]]);
        state.Slice(firstRegister + live.Length, Code.MostLive - live.Length).Clear();
    }
}
