using System.Globalization;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine.Cores.OutOfOrder;

/// <summary>
/// Cores like those of Arm: each has a window of instructions which it performs in any order that dependencies, barriers, acquire and release, and
/// accesses to the same location leave; it goes on past branches it cannot decide yet, and back when it was wrong. There is one memory that all see
/// alike (other-multi-copy atomic). In the spirit of the Flat model (Pulte, Flur, Deacon, French, Sarkar, Sewell, "Simplifying ARM concurrency", POPL 2018).
/// <para>
/// A load may read past stores and loads whose addresses are not known yet. Where one of them turns out to be at the same location, and the load should
/// have waited, that run ends there: the run in which it waited is explored as well. A wrong prediction discards what followed it.
/// </para>
/// </summary>
internal sealed class OutOfOrderMachine : LitmusMachine
{
    private const string Rollback = "rollback";

    // A bit a slot in a word.
    private const int MostSlots = 64;

    private readonly Window[] windows;
    private readonly WindowReader[] readers;
    private readonly WindowReader[] nextReaders;
    private bool startsAtAll;

    /// <inheritdoc/>
    public OutOfOrderMachine(LitmusProgram program, MachineOptions options, MemoryMap map, ValueTable values, int mostValue, Action<int, LitmusMachine> ended)
        : base(program, options, map, values, mostValue, ended)
    {
        int size = Math.Min(options.WindowSize, MostSlots);
        windows = [.. Threads.Select(code => new Window(Context, code, Layout, code.HasLoop ? size : Math.Min(size, Math.Max(code.Ops.Length, 1))))];
        readers = [.. windows.Select(window => new WindowReader(Context, window))];
        nextReaders = [.. windows.Select(window => new WindowReader(Context, window))];
        Complete();
    }

    /// <inheritdoc/>
    public override void Start(Span<ulong> packedState)
    {
        StartMemory();
        foreach (Window window in windows)
        {
            int[] registers = [.. window.Code.Live[0].Select(register => Context.NumberOf(window.Code.Thread.InitialValues[register]))];
            window.Retire(State, 0, 0, registers, 0);
        }

        Begin();
        startsAtAll = true;
        for (int core = 0; core < windows.Length; core++) startsAtAll &= Settle(core, out _);
        Layout.Pack(Next, packedState);
    }

    /// <inheritdoc/>
    public override void Expand(ReadOnlySpan<ulong> packedState, ISuccessors successors)
    {
        if (!startsAtAll || !Open(packedState, successors)) return;
        bool isDone = true;
        for (int core = 0; core < windows.Length; core++)
        {
            readers[core].Read(State);
            isDone &= windows[core].Place(State) == windows[core].Code.Ops.Length;
        }

        if (isDone && Memory.IsQuiet(State))
        {
            End(successors);
            return;
        }

        // Going on past a branch, or choosing, keeps nothing else from happening and is kept from by nothing: it comes first.
        int undecided = Array.FindIndex(readers, reader => reader.IsUndecided);
        if (undecided >= 0)
        {
            Decide(undecided, successors);
            return;
        }

        for (int core = 0; core < windows.Length; core++)
        {
            for (int slot = 0; slot < readers[core].Count; slot++) Perform(core, slot, successors);
        }

        Deliver(successors);
    }

    /// <inheritdoc/>
    protected override long Register(int core, int register) =>
        Context.Values[windows[core].Register(State, Array.IndexOf(windows[core].Code.Live[^1], register))];

    /// <inheritdoc/>
    protected override (int Place, Func<int, int> ValueOf) Position(int core, int[] unpacked) => (windows[core].Place(unpacked), i => windows[core].Register(unpacked, i));

    /// <inheritdoc/>
    protected override Part Describe(int core, int[] unpacked, Func<long, string> print)
    {
        var reader = new WindowReader(Context, windows[core]);
        reader.Read(unpacked);
        IEnumerable<string> texts = Enumerable.Range(0, reader.Count).Select(slot => InstanceText.Of(reader[slot], windows[core], unpacked, slot, Context.Map, Context.Values, print));
        return new Part(string.Create(CultureInfo.InvariantCulture, $"P{core} window"), string.Join(' ', texts.Where(text => text.Length > 0)));
    }

    private void Decide(int core, ISuccessors successors)
    {
        int slot = readers[core].Count - 1;
        bool isChoice = readers[core][slot].Op is Op.Choose;
        for (int choice = 0; choice <= 1; choice++)
        {
            Begin();
            windows[core].StatusOf(Next, slot) = choice == 0 ? Status.No : Status.Yes;
            Emit(core, successors, new Step(isChoice ? StepKind.Choose : StepKind.Predict, core, readers[core][slot].Op.Line, -1, choice));
        }
    }

    private void Perform(int core, int slot, ISuccessors successors)
    {
        WindowReader reader = readers[core];
        Instance instance = reader[slot];
        bool isReady = instance.IsLocated && instance.Cell >= 0 && windows[core].StatusOf(State, slot) == Status.Pending && (instance.Before & ~reader.Performed) == 0;
        if (!isReady) return;
        if (instance.Op is Op.Load) Load(core, slot, successors);
        else if (instance.Op is Op.Store && instance.Data.Known) Store(core, slot, successors);
    }

    private void Load(int core, int slot, ISuccessors successors)
    {
        WindowReader reader = readers[core];
        Window window = windows[core];
        Instance load = reader[slot];
        int source = reader.SourceOf(slot);
        Begin();
        if (source >= 0 && window.StatusOf(State, source) == Status.Pending)
        {
            if (!reader[source].Data.Known) return;
            int value = Context.NumberOf(reader[source].Data.Value);
            Set(Status.Forwarded, value, source + 1);
            Emit(core, successors, new Step(StepKind.Forward, core, load.Op.Line, load.Cell, Context.Values[value]));
            return;
        }

        // A later load of this location has read already, and what it read is no longer the newest: this one would read something newer.
        for (int later = slot + 1; later < reader.Count; later++)
        {
            if (reader[later] is { Op: Op.Load, IsLocated: true } other && other.Cell == load.Cell && window.StatusOf(State, later) == Status.Overtaken) return;
        }

        if (!Reach(core, load.Cell, false, successors, load.Op.Line, out string? detail)) return;
        int read = Memory.Read(Next, core, load.Cell);
        Set(Status.Done, read, 0);
        Emit(core, successors, new Step(StepKind.Load, core, load.Op.Line, load.Cell, Context.Values[read], detail));

        void Set(int status, int value, int from)
        {
            window.StatusOf(Next, slot) = status;
            window.ValueOf(Next, slot) = value;
            window.SourceOf(Next, slot) = from;
        }
    }

    private void Store(int core, int slot, ISuccessors successors)
    {
        Instance store = readers[core][slot];
        int value = Context.NumberOf(store.Data.Value);
        Begin();
        if (!Reach(core, store.Cell, true, successors, store.Op.Line, out string? detail)) return;
        Memory.Write(Next, core, store.Cell, value);
        windows[core].StatusOf(Next, slot) = Status.Done;
        for (int later = slot + 1; later < readers[core].Count; later++)
        {
            if (windows[core].SourceOf(Next, later) != slot + 1) continue;
            windows[core].SourceOf(Next, later) = 0;
            windows[core].StatusOf(Next, later) = Status.Done;
        }

        for (int other = 0; other < windows.Length; other++)
        {
            if (other != core && !Overtake(other, store.Cell)) return;
        }

        Emit(core, successors, new Step(StepKind.Store, core, store.Op.Line, store.Cell, Context.Values[value], detail));
    }

    /// <summary>Loads that have read a location are told that it was written; false when one of them must not be overtaken.</summary>
    private bool Overtake(int core, int cell)
    {
        WindowReader reader = readers[core];
        Window window = windows[core];
        window.LoseReservation(Next, cell);
        for (int slot = 0; slot < reader.Count; slot++)
        {
            if (reader[slot] is not { Op: Op.Load, IsLocated: true } load || load.Cell != cell || window.StatusOf(Next, slot) != Status.Done) continue;
            for (int earlier = 0; earlier < slot; earlier++)
            {
                if (reader[earlier].IsLocated && reader.MayReadTheSame(State, earlier, slot)) return false;
            }

            window.StatusOf(Next, slot) = Status.Overtaken;
        }

        return true;
    }

    /// <summary>Draws what follows for every core, and adds the state unless some core's path does not exist.</summary>
    private void Emit(int acting, ISuccessors successors, in Step step)
    {
        bool isRolledBack = false;
        for (int core = 0; core < windows.Length; core++)
        {
            if (!Settle(core, out bool rolledBack)) return;
            isRolledBack |= rolledBack && core == acting;
        }

        Add(successors, isRolledBack ? step with { Detail = Rollback } : step);
    }

    /// <summary>Takes back what was wrongly predicted, and retires what is done; false when this path does not exist.</summary>
    private bool Settle(int core, out bool isRolledBack)
    {
        WindowReader reader = nextReaders[core];
        Window window = windows[core];
        isRolledBack = false;
        for (reader.Read(Next); !reader.IsDead; reader.Read(Next))
        {
            if (reader.Mispredicted < 0)
            {
                window.Retire(Next, reader.Retired, reader.RetiredPlace, reader.RetiredRegisters, reader.RetiredReservation);
                if (reader.Retired == 0) return true;
                continue; // what came in behind may show that this path does not exist
            }

            isRolledBack = true;
            for (int slot = reader.Mispredicted + 1; slot < window.Size; slot++)
            {
                // A store that waits for no branch (one within an instruction) is in memory: the run that predicted better is another.
                if (readers[core].Count > slot && readers[core][slot].Op is Op.Store && window.StatusOf(Next, slot) == Status.Done) return false;
            }

            window.Squash(Next, reader.Mispredicted);
        }

        return false;
    }
}
