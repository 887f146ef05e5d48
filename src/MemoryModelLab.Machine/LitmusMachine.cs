using System.Globalization;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine.Cores;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Memory;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine;

/// <summary>
/// Cores with store buffers over a memory system, executing the threads of a test. A step is one access to memory, one store leaving a buffer,
/// one choice, or one step of the memory system; all else is done with the step before it.
/// </summary>
internal sealed class LitmusMachine : ILitmusMachine
{
    // Buffers of threads that loop are finite, as in hardware: a full one holds the thread up.
    private const int LoopingCapacity = 8;

    private readonly Layout layout = new();
    private readonly CoreContext context;
    private readonly MemoryMap map;
    private readonly Core[] cores;
    private readonly int[] state;
    private readonly int[] next;
    private readonly ulong[] packed;
    private readonly Action<int, ILitmusMachine> ended;

    /// <param name="program">The program.</param>
    /// <param name="options">What the machine is made of.</param>
    /// <param name="map">The cells known so far.</param>
    /// <param name="values">The values known so far.</param>
    /// <param name="mostValue">The largest number of a value that states have room for.</param>
    /// <param name="ended">Is told of every state in which all is done.</param>
    public LitmusMachine(LitmusProgram program, MachineOptions options, MemoryMap map, ValueTable values, int mostValue, Action<int, ILitmusMachine> ended)
    {
        (this.map, this.ended) = (map, ended);
        ThreadCode[] threads = [.. program.Threads.Select((thread, i) => new ThreadCode(thread, program.Observed.Where(part => part.Thread == i).Select(part => part.Index).Distinct()))];
        foreach (Operand address in threads.SelectMany(thread => thread.Ops).SelectMany(Addresses)) map.At(address.Value);
        int cells = map.Count;
        IMemorySystem memory = MemorySystems.Create(options, layout, threads.Length, cells, mostValue);
        context = new CoreContext
        {
            Buffers = options.Buffers,
            Map = map,
            Values = values,
            Memory = memory,
            Sharing = memory.CellsAreIndependent && !options.ShowsEveryAccess ? new Sharing(threads, map) : null,
            MostValue = mostValue,
            Cells = cells,
        };
        cores = new Core[threads.Length];
        for (int i = 0; i < cores.Length; i++)
        {
            int stores = threads[i].Ops.Count(op => op is Op.Store { Rmw: RmwRole.None } or Op.Fence { Tags: EventTags.SFence });
            int capacity = options.Buffers == BufferKind.None ? 0 : threads[i].HasLoop ? Math.Max(stores, LoopingCapacity) : stores;
            cores[i] = new Core(context, i, threads[i], layout, new StoreBuffer(layout, options.Buffers, capacity, cells, mostValue));
        }

        (state, next, packed) = (new int[layout.Count], new int[layout.Count], new ulong[Words]);
    }

    /// <inheritdoc/>
    public int Words => Math.Max(layout.Words, 1);

    /// <inheritdoc/>
    public bool IsOutgrown => context.IsOutgrown || Memory.IsOutgrown;

    /// <inheritdoc/>
    public bool HasDiverged => context.HasDiverged;

    /// <inheritdoc/>
    public int CoreCount => cores.Length;

    /// <inheritdoc/>
    public IMemorySystem Memory => context.Memory;

    /// <inheritdoc/>
    public long Observe(Observed part) =>
        part.Thread < 0 ? context.Values[Memory.Final(state, part.Index)] : cores[part.Thread].Register(state, part.Index);

    /// <inheritdoc/>
    public IReadOnlyList<Part> Describe(ReadOnlySpan<ulong> packedState, Func<long, string> print)
    {
        var unpacked = new int[layout.Count];
        layout.Unpack(packedState, unpacked);
        var parts = new List<Part>();
        for (int core = 0; core < cores.Length; core++)
        {
            string buffer = cores[core].Buffer.Describe(unpacked, map.NameOf, value => print(context.Values[value]));
            parts.Add(new Part(string.Create(CultureInfo.InvariantCulture, $"P{core} buffer"), buffer));
        }

        return [.. parts, .. Memory.Describe(unpacked, map.NameOf, value => print(context.Values[value]))];
    }

    /// <inheritdoc/>
    public void Start(Span<ulong> packedState)
    {
        Array.Clear(state);
        int[] initial = [.. Enumerable.Range(0, context.Cells).Select(cell => context.NumberOf(map.Initial(cell)))];
        Memory.Start(state, initial);
        existsAtAll = true;
        foreach (Core core in cores) existsAtAll &= core.Start(state);
        layout.Pack(state, packedState);
    }

    private bool existsAtAll;

    /// <inheritdoc/>
    public void Expand(ReadOnlySpan<ulong> packedState, ISuccessors successors)
    {
        if (IsOutgrown || !existsAtAll) return;
        layout.Unpack(packedState, state);
        if (Memory.Violation(state) is { } invariant)
        {
            successors.Violates(invariant);
            return;
        }

        bool isDone = true;
        foreach (Core core in cores) isDone &= core.HasEnded(state) && core.Buffer.IsEmpty(state);
        if (isDone && Memory.IsQuiet(state))
        {
            ended(successors.Current, this);
            return;
        }

        for (int core = 0; core < cores.Length; core++) Expand(core, successors);
        Deliver(successors);
    }

    private void Expand(int number, ISuccessors successors)
    {
        Core core = cores[number];
        switch (core.Next(state))
        {
            case Op.Load load when CoreContext.IsAtomic(load):
                for (int choice = 0; choice <= (core.Code.HasChoice ? 1 : 0) && core.Buffer.IsEmpty(state) && !Memory.HasUnappliedInvalidations(state, number); choice++) Atomic(number, load, choice, successors);
                break;
            case Op.Load load:
                Load(number, load, successors);
                break;
            case Op.Store store when context.Buffers == BufferKind.None || store.Rmw != RmwRole.None:
                if (core.Buffer.IsEmpty(state)) Store(number, store, successors);
                break;
            case Op.Choose choose:
                for (int choice = 0; choice <= 1; choice++)
                {
                    Begin();
                    if (core.Complete(next, choose, choice)) Emit(successors, new Step(StepKind.Choose, number, choose.Line, -1, choice));
                }

                break;
        }

        for (int entry = core.Buffer.Count(state) - 1; entry >= 0; entry--)
        {
            if (core.Buffer.MayLeave(state, entry)) Drain(number, entry, successors);
        }
    }

    private void Load(int number, Op.Load load, ISuccessors successors)
    {
        Core core = cores[number];
        int cell = core.Cell(state, load);
        if (cell < 0) return;
        Begin();
        if (core.Buffer.TryForward(next, cell, out int value))
        {
            if (core.Complete(next, load, value)) Emit(successors, new Step(StepKind.Forward, number, load.Line, cell, context.Values[value]));
        }
        else if (Reach(number, cell, false, successors, load.Line, out string? detail))
        {
            value = Memory.Read(next, number, cell);
            if (core.Complete(next, load, value)) Emit(successors, new Step(StepKind.Load, number, load.Line, cell, context.Values[value], detail));
        }
    }

    private void Store(int number, Op.Store store, ISuccessors successors)
    {
        int cell = cores[number].Cell(state, store);
        if (cell < 0) return;
        Begin();
        if (!Reach(number, cell, true, successors, store.Line, out string? detail)) return;
        if (!cores[number].Complete(next, store, out int value)) return;
        LoseReservations(number, cell);
        Emit(successors, new Step(StepKind.Store, number, store.Line, cell, context.Values[value], detail));
    }

    private void Atomic(int number, Op.Load load, int choice, ISuccessors successors)
    {
        int cell = cores[number].Cell(state, load);
        if (cell < 0) return;
        Begin();
        if (!Reach(number, cell, true, successors, load.Line, out string? detail)) return;
        if (!cores[number].CompleteAtomic(next, load, choice, out int value, out bool hasWritten)) return;
        if (hasWritten) LoseReservations(number, cell);
        Emit(successors, new Step(StepKind.Atomic, number, load.Line, cell, context.Values[value], detail));
    }

    private void Drain(int number, int entry, ISuccessors successors)
    {
        (int cell, int value) = cores[number].Buffer[state, entry];
        Begin();
        if (!Reach(number, cell, true, successors, 0, out string? detail)) return;
        cores[number].Buffer.Remove(next, entry);
        Memory.Write(next, number, cell, value);
        LoseReservations(number, cell);
        if (cores[number].Continue(next)) Emit(successors, new Step(StepKind.Drain, number, 0, cell, context.Values[value], detail));
    }

    private void Deliver(ISuccessors successors)
    {
        bool isStuck = !Memory.IsQuiet(state);
        for (int message = Memory.Messages(state) - 1; message >= 0; message--)
        {
            Begin();
            Access access = Memory.Deliver(next, message, out Step step);
            isStuck &= access == Access.Waiting;
            if (access == Access.Undefined) successors.Violates(Memory.Fault!);
            else if (access != Access.Waiting && (step.Kind != StepKind.Invalidate || cores[step.Core].Continue(next))) Emit(successors, step);
        }

        if (isStuck) successors.Violates("no request is left without an answer: no message can be taken, and a line still waits");
    }

    /// <summary>Whether the access may be done now; else what could be done towards it has been told.</summary>
    private bool Reach(int core, int cell, bool forWrite, ISuccessors successors, int line, out string? detail)
    {
        switch (Memory.Reach(next, core, cell, forWrite, out detail))
        {
            case Access.Ready:
                return true;
            case Access.Requested:
                Emit(successors, new Step(StepKind.Request, core, line, cell, 0, detail));
                return false;
            case Access.Undefined:
                successors.Violates(Memory.Fault!);
                return false;
            default:
                return false;
        }
    }

    private void LoseReservations(int writer, int cell)
    {
        for (int core = 0; core < cores.Length; core++)
        {
            if (core != writer) cores[core].LoseReservation(next, cell);
        }
    }

    private void Begin() => state.CopyTo(next, 0);

    private void Emit(ISuccessors successors, in Step step)
    {
        if (IsOutgrown) return;
        layout.Pack(next, packed);
        successors.Add(packed, step);
    }

    /// <summary>The address an op names, where it is no register.</summary>
    internal static IEnumerable<Operand> Addresses(Op op) => op switch
    {
        Op.Load { Address.IsConstant: true } load => [load.Address],
        Op.Store { Address.IsConstant: true } store => [store.Address],
        _ => [],
    };
}
