using System.Globalization;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine.Cores;

/// <summary>
/// Cores with store buffers over a memory system, executing the threads of a test. A step is one access to memory, one store leaving a buffer,
/// one choice, or one step of the memory system; all else is done with the step before it. Where <see cref="LineReduction"/> finds a line whose steps stand
/// for all, only those are taken.
/// </summary>
internal sealed class InOrderMachine : LitmusMachine
{
    // Buffers of threads that loop are finite, as in hardware: a full one holds the thread up.
    private const int LoopingCapacity = 8;

    private readonly Core[] cores;
    private readonly LineReduction? reduction;
    private bool startsAtAll;

    /// <inheritdoc/>
    public InOrderMachine(LitmusProgram program, MachineOptions options, MemoryMap map, ValueTable values, int mostValue, Action<int, LitmusMachine> ended)
        : base(program, options, map, values, mostValue, ended)
    {
        cores = new Core[Threads.Length];
        for (int i = 0; i < cores.Length; i++)
        {
            int stores = Threads[i].Ops.Count(op => op is Op.Store { Rmw: RmwRole.None } or Op.Fence { Tags: EventTags.SFence });
            int capacity = options.Buffers == BufferKind.None ? 0 : Threads[i].HasLoop ? Math.Max(stores, LoopingCapacity) : stores;
            cores[i] = new Core(Context, i, Threads[i], Layout, new StoreBuffer(Layout, options.Buffers, capacity, Context.Cells, mostValue));
        }

        reduction = options.Reduces && !options.ShowsEveryAccess ? LineReduction.Of(cores, Context) : null;
        Complete();
    }

    /// <inheritdoc/>
    public override void Start(Span<ulong> packedState)
    {
        StartMemory();
        startsAtAll = true;
        foreach (Core core in cores) startsAtAll &= core.Start(State);
        Layout.Pack(State, packedState);
    }

    /// <inheritdoc/>
    public override void Expand(ReadOnlySpan<ulong> packedState, ISuccessors successors)
    {
        if (!startsAtAll || !Open(packedState, successors)) return;
        if (Array.TrueForAll(cores, core => core.HasEnded(State) && core.Buffer.IsEmpty(State)) && Memory.IsQuiet(State))
        {
            End(successors);
            return;
        }

        if (reduction is null || !ExpandSome(reduction, successors)) Expand(successors, -1);
    }

    /// <inheritdoc/>
    protected override long Register(int core, int register) => cores[core].Register(State, register);

    /// <inheritdoc/>
    protected override (int Place, Func<int, int> ValueOf) Position(int core, int[] unpacked) => (cores[core].Place(unpacked), i => cores[core].LiveValue(unpacked, i));

    /// <inheritdoc/>
    protected override Part Describe(int core, int[] unpacked, Func<long, string> print) => new(
        string.Create(CultureInfo.InvariantCulture, $"P{core} buffer"), cores[core].Buffer.Describe(unpacked, Context.Map.NameOf, value => print(Context.Values[value])));

    /// <inheritdoc/>
    protected override bool GoOn(int core) => cores[core].Continue(Next);

    /// <summary>Takes steps that stand for all; false when there are none.</summary>
    private bool ExpandSome(LineReduction reduction, ISuccessors successors)
    {
        int chooser = Array.FindIndex(cores, core => core.Next(State) is Op.Choose);
        if (chooser >= 0)
        {
            Choose(chooser, (Op.Choose)cores[chooser].Next(State)!, successors);
            return true;
        }

        long before = Added;
        for (int line = 0; line < reduction.Lines && Added == before; line++)
        {
            if (reduction.StandsForAll(State, line)) Expand(successors, line);
        }

        return Added > before;
    }

    /// <summary>Every step, or those on one line.</summary>
    private void Expand(ISuccessors successors, int onlyLine)
    {
        for (int core = 0; core < cores.Length; core++) Expand(core, successors, onlyLine);
        Deliver(successors, onlyLine);
    }

    private void Expand(int number, ISuccessors successors, int onlyLine)
    {
        Core core = cores[number];
        switch (core.Next(State))
        {
            case Op.Load load when !IsOn(onlyLine, core.Cell(State, load)):
            case Op.Store store when !IsOn(onlyLine, core.Cell(State, store)):
            case Op.Load waiting when CoreContext.WaitsForInvalidations(waiting) && Memory.HasUnappliedInvalidations(State, number):
                break;
            case Op.Load load when CoreContext.IsAtomic(load):
                for (int choice = 0; choice <= (core.Code.HasChoice ? 1 : 0) && core.Buffer.IsEmpty(State); choice++) Atomic(number, load, choice, successors);
                break;
            case Op.Load load:
                Load(number, load, successors);
                break;
            case Op.Store store when Context.Buffers == BufferKind.None || store.Rmw != RmwRole.None:
                if (core.Buffer.IsEmpty(State)) Store(number, store, successors);
                break;
            case Op.Choose choose when onlyLine < 0:
                Choose(number, choose, successors);
                break;
        }

        for (int entry = core.Buffer.Count(State) - 1; entry >= 0; entry--)
        {
            if (core.Buffer.MayLeave(State, entry) && IsOn(onlyLine, core.Buffer[State, entry].Cell)) Drain(number, entry, successors);
        }
    }

    private bool IsOn(int onlyLine, int cell) => onlyLine < 0 || (cell >= 0 && cell < Context.Cells && Memory.LineOf(cell) == onlyLine);

    private void Choose(int number, Op.Choose choose, ISuccessors successors)
    {
        for (int choice = 0; choice <= 1; choice++)
        {
            Begin();
            if (cores[number].Complete(Next, choose, choice)) Add(successors, new Step(StepKind.Choose, number, choose.Line, -1, choice));
        }
    }

    private void Load(int number, Op.Load load, ISuccessors successors)
    {
        Core core = cores[number];
        int cell = core.Cell(State, load);
        if (cell < 0) return;
        Begin();
        if (core.Buffer.TryForward(Next, cell, out int value))
        {
            if (core.Complete(Next, load, value)) Add(successors, new Step(StepKind.Forward, number, load.Line, cell, Context.Values[value]));
        }
        else if (Reach(number, cell, false, successors, load.Line, out string? detail))
        {
            value = Memory.Read(Next, number, cell);
            if (core.Complete(Next, load, value)) Add(successors, new Step(StepKind.Load, number, load.Line, cell, Context.Values[value], detail));
        }
    }

    private void Store(int number, Op.Store store, ISuccessors successors)
    {
        int cell = cores[number].Cell(State, store);
        if (cell < 0) return;
        Begin();
        if (!Reach(number, cell, true, successors, store.Line, out string? detail)) return;
        if (!cores[number].Complete(Next, store, out int value)) return;
        LoseReservations(number, cell);
        Add(successors, new Step(StepKind.Store, number, store.Line, cell, Context.Values[value], detail));
    }

    private void Atomic(int number, Op.Load load, int choice, ISuccessors successors)
    {
        int cell = cores[number].Cell(State, load);
        if (cell < 0) return;
        Begin();
        if (!Reach(number, cell, true, successors, load.Line, out string? detail)) return;
        if (!cores[number].CompleteAtomic(Next, load, choice, out int value, out bool hasWritten)) return;
        if (hasWritten) LoseReservations(number, cell);
        Add(successors, new Step(StepKind.Atomic, number, load.Line, cell, Context.Values[value], detail));
    }

    private void Drain(int number, int entry, ISuccessors successors)
    {
        (int cell, int value) = cores[number].Buffer[State, entry];
        Begin();
        if (!Reach(number, cell, true, successors, 0, out string? detail)) return;
        cores[number].Buffer.Remove(Next, entry);
        Memory.Write(Next, number, cell, value);
        LoseReservations(number, cell);
        if (cores[number].Continue(Next)) Add(successors, new Step(StepKind.Drain, number, 0, cell, Context.Values[value], detail));
    }

    private void LoseReservations(int writer, int cell)
    {
        for (int core = 0; core < cores.Length; core++)
        {
            if (core != writer) cores[core].LoseReservation(Next, cell);
        }
    }
}
