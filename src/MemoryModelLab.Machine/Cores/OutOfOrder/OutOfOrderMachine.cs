using System.Globalization;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Memory;
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
internal sealed class OutOfOrderMachine : ILitmusMachine
{
    private const string Rollback = "rollback";

    // A bit a slot in a word.
    private const int MostSlots = 64;

    private readonly Layout layout = new();
    private readonly CoreContext context;
    private readonly MemoryMap map;
    private readonly Window[] windows;
    private readonly WindowReader[] readers;
    private readonly WindowReader[] nextReaders;
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
    public OutOfOrderMachine(LitmusProgram program, MachineOptions options, MemoryMap map, ValueTable values, int mostValue, Action<int, ILitmusMachine> ended)
    {
        (this.map, this.ended) = (map, ended);
        ThreadCode[] threads = [.. program.Threads.Select((thread, i) => new ThreadCode(thread, program.Observed.Where(part => part.Thread == i).Select(part => part.Index).Distinct()))];
        foreach (Operand address in threads.SelectMany(thread => thread.Ops).SelectMany(LitmusMachine.Addresses)) map.At(address.Value);
        context = new CoreContext
        {
            Buffers = BufferKind.None,
            Map = map,
            Values = values,
            Memory = MemorySystems.Create(options, layout, threads.Length, map.Count, mostValue),
            Sharing = null,
            MostValue = mostValue,
            Cells = map.Count,
        };
        int size = Math.Min(options.WindowSize, MostSlots);
        windows = [.. threads.Select(code => new Window(context, code, layout, code.HasLoop ? size : Math.Min(size, Math.Max(code.Ops.Length, 1))))];
        readers = [.. windows.Select(window => new WindowReader(context, window))];
        nextReaders = [.. windows.Select(window => new WindowReader(context, window))];
        (state, next, packed) = (new int[layout.Count], new int[layout.Count], new ulong[Words]);
    }

    /// <inheritdoc/>
    public int Words => Math.Max(layout.Words, 1);

    /// <inheritdoc/>
    public int CoreCount => windows.Length;

    /// <inheritdoc/>
    public IMemorySystem Memory => context.Memory;

    /// <inheritdoc/>
    public bool IsOutgrown => context.IsOutgrown || Memory.IsOutgrown;

    /// <inheritdoc/>
    public bool HasDiverged => context.HasDiverged;

    /// <inheritdoc/>
    public long Observe(Observed part)
    {
        if (part.Thread < 0) return context.Values[Memory.Final(state, part.Index)];
        Window window = windows[part.Thread];
        return context.Values[window.Register(state, Array.IndexOf(window.Code.Live[^1], part.Index))];
    }

    /// <inheritdoc/>
    public void Start(Span<ulong> packedState)
    {
        Array.Clear(state);
        Memory.Start(state, [.. Enumerable.Range(0, context.Cells).Select(cell => context.NumberOf(map.Initial(cell)))]);
        foreach (Window window in windows)
        {
            int[] registers = [.. window.Code.Live[0].Select(register => context.NumberOf(window.Code.Thread.InitialValues[register]))];
            window.Retire(state, 0, 0, registers);
        }

        state.CopyTo(next, 0);
        startsAtAll = true;
        for (int core = 0; core < windows.Length; core++) startsAtAll &= Settle(core, out _);
        layout.Pack(next, packedState);
    }

    private bool startsAtAll;

    /// <inheritdoc/>
    public void Expand(ReadOnlySpan<ulong> packedState, ISuccessors successors)
    {
        if (IsOutgrown || !startsAtAll) return;
        layout.Unpack(packedState, state);
        if (Memory.Violation(state) is { } invariant)
        {
            successors.Violates(invariant);
            return;
        }

        bool isDone = true;
        for (int core = 0; core < windows.Length; core++)
        {
            readers[core].Read(state);
            isDone &= windows[core].Place(state) == windows[core].Code.Ops.Length;
        }

        if (isDone && Memory.IsQuiet(state))
        {
            ended(successors.Current, this);
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
    public IReadOnlyList<Part> Describe(ReadOnlySpan<ulong> packedState, Func<long, string> print)
    {
        var unpacked = new int[layout.Count];
        layout.Unpack(packedState, unpacked);
        var parts = new List<Part>();
        for (int core = 0; core < windows.Length; core++)
        {
            var reader = new WindowReader(context, windows[core]);
            reader.Read(unpacked);
            int number = core;
            IEnumerable<string> texts = Enumerable.Range(0, reader.Count).Select(slot => InstanceText.Of(reader[slot], windows[number], unpacked, slot, map, context.Values, print));
            parts.Add(new Part(string.Create(CultureInfo.InvariantCulture, $"P{core} window"), string.Join(' ', texts.Where(text => text.Length > 0))));
        }

        return [.. parts, .. Memory.Describe(unpacked, map.NameOf, value => print(context.Values[value]))];
    }

    private void Decide(int core, ISuccessors successors)
    {
        int slot = readers[core].Count - 1;
        bool isChoice = readers[core][slot].Op is Op.Choose;
        for (int choice = 0; choice <= 1; choice++)
        {
            Begin();
            windows[core].StatusOf(next, slot) = choice == 0 ? Status.No : Status.Yes;
            Emit(core, successors, new Step(isChoice ? StepKind.Choose : StepKind.Predict, core, readers[core][slot].Op.Line, -1, choice));
        }
    }

    private void Perform(int core, int slot, ISuccessors successors)
    {
        WindowReader reader = readers[core];
        Instance instance = reader[slot];
        bool isReady = instance.IsLocated && instance.Cell >= 0 && windows[core].StatusOf(state, slot) == Status.Pending && (instance.Before & ~reader.Performed) == 0;
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
        if (source >= 0 && window.StatusOf(state, source) == Status.Pending)
        {
            if (!reader[source].Data.Known) return;
            int value = context.NumberOf(reader[source].Data.Value);
            Set(Status.Forwarded, value, source + 1);
            Emit(core, successors, new Step(StepKind.Forward, core, load.Op.Line, load.Cell, context.Values[value]));
            return;
        }

        // A later load of this location has read already, and what it read is no longer the newest: this one would read something newer.
        for (int later = slot + 1; later < reader.Count; later++)
        {
            if (reader[later] is { Op: Op.Load, IsLocated: true } other && other.Cell == load.Cell && window.StatusOf(state, later) == Status.Overtaken) return;
        }

        if (!Reach(core, load.Cell, false, load.Op.Line, successors, out string? detail)) return;
        int read = Memory.Read(next, core, load.Cell);
        Set(Status.Done, read, 0);
        Emit(core, successors, new Step(StepKind.Load, core, load.Op.Line, load.Cell, context.Values[read], detail));

        void Set(int status, int value, int from)
        {
            window.StatusOf(next, slot) = status;
            window.ValueOf(next, slot) = value;
            window.SourceOf(next, slot) = from;
        }
    }

    private void Store(int core, int slot, ISuccessors successors)
    {
        Instance store = readers[core][slot];
        int value = context.NumberOf(store.Data.Value);
        Begin();
        if (!Reach(core, store.Cell, true, store.Op.Line, successors, out string? detail)) return;
        Memory.Write(next, core, store.Cell, value);
        windows[core].StatusOf(next, slot) = Status.Done;
        for (int later = slot + 1; later < readers[core].Count; later++)
        {
            if (windows[core].SourceOf(next, later) != slot + 1) continue;
            windows[core].SourceOf(next, later) = 0;
            windows[core].StatusOf(next, later) = Status.Done;
        }

        for (int other = 0; other < windows.Length; other++)
        {
            if (other != core && !Overtake(other, store.Cell)) return;
        }

        Emit(core, successors, new Step(StepKind.Store, core, store.Op.Line, store.Cell, context.Values[value], detail));
    }

    /// <summary>Loads that have read a location are told that it was written; false when one of them must not be overtaken.</summary>
    private bool Overtake(int core, int cell)
    {
        WindowReader reader = readers[core];
        Window window = windows[core];
        for (int slot = 0; slot < reader.Count; slot++)
        {
            if (reader[slot] is not { Op: Op.Load, IsLocated: true } load || load.Cell != cell || window.StatusOf(next, slot) != Status.Done) continue;
            for (int earlier = 0; earlier < slot; earlier++)
            {
                if (reader[earlier].IsLocated && reader.MayReadTheSame(state, earlier, slot)) return false;
            }

            window.StatusOf(next, slot) = Status.Overtaken;
        }

        return true;
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
            else if (access != Access.Waiting) Add(successors, step);
        }

        if (isStuck) successors.Violates("no request is left without an answer: no message can be taken, and a line still waits");
    }

    private bool Reach(int core, int cell, bool forWrite, int line, ISuccessors successors, out string? detail)
    {
        Access access = Memory.Reach(next, core, cell, forWrite, out detail);
        if (access == Access.Requested) Add(successors, new Step(StepKind.Request, core, line, cell, 0, detail));
        if (access == Access.Undefined) successors.Violates(Memory.Fault!);
        return access == Access.Ready;
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
        while (true)
        {
            reader.Read(next);
            if (reader.IsDead) return false;
            if (reader.Mispredicted < 0) break;
            isRolledBack = true;
            for (int slot = reader.Mispredicted + 1; slot < window.Size; slot++)
            {
                // A store that waits for no branch (one within an instruction) is in memory: the run that predicted better is another.
                if (readers[core].Count > slot && readers[core][slot].Op is Op.Store && window.StatusOf(next, slot) == Status.Done) return false;
            }

            window.Squash(next, reader.Mispredicted);
        }

        window.Retire(next, reader.Retired, reader.RetiredPlace, reader.RetiredRegisters);
        return true;
    }

    private void Begin() => state.CopyTo(next, 0);

    private void Add(ISuccessors successors, in Step step)
    {
        if (IsOutgrown) return;
        layout.Pack(next, packed);
        successors.Add(packed, step);
    }
}
