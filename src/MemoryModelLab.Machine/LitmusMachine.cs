using System.Globalization;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine.Cores;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Memory;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine;

/// <summary>A machine that executes a test: cores of some kind over a memory system, and what a step of either has in common.</summary>
internal abstract class LitmusMachine : ITransitionSystem
{
    private readonly Action<int, LitmusMachine> ended;
    private ulong[] packed = [];

    /// <param name="program">The program.</param>
    /// <param name="options">What the machine is made of.</param>
    /// <param name="map">The cells known so far.</param>
    /// <param name="values">The values known so far.</param>
    /// <param name="mostValue">The largest number of a value that states have room for.</param>
    /// <param name="ended">Is told of every state in which all is done.</param>
    protected LitmusMachine(LitmusProgram program, MachineOptions options, MemoryMap map, ValueTable values, int mostValue, Action<int, LitmusMachine> ended)
    {
        this.ended = ended;
        Threads = [.. program.Threads.Select((thread, i) => new ThreadCode(thread, program.Observed.Where(part => part.Thread == i).Select(part => part.Index).Distinct()))];
        foreach (Operand address in Threads.SelectMany(thread => thread.Ops).SelectMany(Addresses)) map.At(address.Value);
        IMemorySystem memory = MemorySystems.Create(options, Layout, Threads.Length, map.Count, mostValue);
        bool mayJoin = !options.OutOfOrder && memory.CellsAreIndependent && !options.ShowsEveryAccess;
        Context = new CoreContext
        {
            Buffers = options.OutOfOrder ? BufferKind.None : options.Buffers,
            Map = map,
            Values = values,
            Memory = memory,
            Sharing = mayJoin ? new Sharing(Threads, map) : null,
            MostValue = mostValue,
            Cells = map.Count,
        };
    }

    /// <inheritdoc/>
    public int Words => Math.Max(Layout.Words, 1);

    /// <summary>The number of cores.</summary>
    public int CoreCount => Threads.Length;

    /// <summary>The memory system.</summary>
    public IMemorySystem Memory => Context.Memory;

    /// <summary>Whether states were too small, so that nothing that was found counts.</summary>
    public bool IsOutgrown => Context.IsOutgrown || Memory.IsOutgrown;

    /// <summary>Whether all is done in the state under expansion.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether a thread computed on and on, so that not all was seen.</summary>
    public bool HasDiverged => Context.HasDiverged;

    protected Layout Layout { get; } = new();

    protected CoreContext Context { get; }

    protected ThreadCode[] Threads { get; }

    /// <summary>The state under expansion.</summary>
    protected int[] State { get; private set; } = [];

    /// <summary>What a step makes of it.</summary>
    protected int[] Next { get; private set; } = [];

    /// <summary>The steps told of so far.</summary>
    protected long Added { get; private set; }

    /// <inheritdoc/>
    public abstract void Start(Span<ulong> state);

    /// <inheritdoc/>
    public abstract void Expand(ReadOnlySpan<ulong> state, ISuccessors successors);

    /// <summary>The value of an observed part in the state under expansion, in which all is done.</summary>
    public long Observe(Observed part) => part.Thread < 0 ? Context.Values[Memory.Final(State, part.Index)] : Register(part.Thread, part.Index);

    /// <summary>What is in the machine's parts in a state.</summary>
    public IReadOnlyList<Part> Describe(ReadOnlySpan<ulong> packedState, Func<long, string> print)
    {
        var unpacked = new int[Layout.Count];
        Layout.Unpack(packedState, unpacked);
        return [.. Enumerable.Range(0, CoreCount).Select(core => Describe(core, unpacked, print)), .. Memory.Describe(unpacked, Context.Map.NameOf, value => print(Context.Values[value]))];
    }

    /// <summary>Where a core stands in a state.</summary>
    public CoreView View(int core, ReadOnlySpan<ulong> packedState, Func<long, string> print)
    {
        var unpacked = new int[Layout.Count];
        Layout.Unpack(packedState, unpacked);
        ThreadCode code = Threads[core];
        (int place, Func<int, int> valueOf) = Position(core, unpacked);
        IEnumerable<Part> registers = code.Live[place].Select((register, i) => new Part(code.Thread.Registers[register], print(Context.Values[valueOf(i)])));
        return new CoreView(place == code.Ops.Length ? 0 : code.Ops[place].Line, [.. registers.Where(register => !register.Name.StartsWith('%'))]);
    }

    /// <summary>The op a core stands before, and the value number of each register that is live there.</summary>
    protected abstract (int Place, Func<int, int> ValueOf) Position(int core, int[] unpacked);

    /// <summary>The value of a register of a thread that has ended.</summary>
    protected abstract long Register(int core, int register);

    /// <summary>What is in a core.</summary>
    protected abstract Part Describe(int core, int[] unpacked, Func<long, string> print);

    /// <summary>A core goes on after its cache gave up a line; false when this path does not exist.</summary>
    protected virtual bool GoOn(int core) => true;

    /// <summary>To be called when every part has claimed its components.</summary>
    protected void Complete() => (State, Next, packed) = (new int[Layout.Count], new int[Layout.Count], new ulong[Words]);

    /// <summary>Memory before every thread starts.</summary>
    protected void StartMemory()
    {
        Array.Clear(State);
        Memory.Start(State, [.. Enumerable.Range(0, Context.Cells).Select(cell => Context.NumberOf(Context.Map.Initial(cell)))]);
    }

    /// <summary>Makes a state the one under expansion; false when nothing can follow it.</summary>
    protected bool Open(ReadOnlySpan<ulong> packedState, ISuccessors successors)
    {
        HasEnded = false;
        if (IsOutgrown) return false;
        Layout.Unpack(packedState, State);
        if (Memory.Violation(State) is not { } invariant) return true;
        successors.Violates(invariant);
        return false;
    }

    /// <summary>Tells of a state in which all is done.</summary>
    protected void End(ISuccessors successors)
    {
        HasEnded = true;
        ended(successors.Current, this);
    }

    /// <summary>Begins a step.</summary>
    protected void Begin() => State.CopyTo(Next, 0);

    /// <summary>Ends a step.</summary>
    protected void Add(ISuccessors successors, in Step step)
    {
        if (IsOutgrown) return;
        Added++;
        Layout.Pack(Next, packed);
        successors.Add(packed, step);
    }

    /// <summary>Whether the access may be done now; else what could be done towards it has been told.</summary>
    protected bool Reach(int core, int cell, bool forWrite, ISuccessors successors, int line, out string? detail)
    {
        Access access = Memory.Reach(Next, core, cell, forWrite, out detail);
        if (access == Access.Requested) Add(successors, new Step(StepKind.Request, core, line, cell, 0, detail));
        if (access == Access.Undefined) successors.Violates(Memory.Fault!, new Step(StepKind.Request, core, line, cell, 0, forWrite ? "store" : "load"));
        if (access == Access.Ready && !forWrite && !Memory.IsCurrent(Next, core, cell))
            successors.Violates(Stale(core), new Step(StepKind.Load, core, line, cell, Context.Values[Memory.Read(Next, core, cell)], detail));
        return access == Access.Ready;
    }

    /// <summary>The invariant that a read breaks which does not return what was written last.</summary>
    internal static string Stale(int core) => string.Create(CultureInfo.InvariantCulture, $"data value: what P{core} reads is not what was last written");

    /// <summary>The memory system's own steps, all of them or those about one line.</summary>
    protected void Deliver(ISuccessors successors, int onlyLine = -1)
    {
        bool isStuck = onlyLine < 0 && !Memory.IsQuiet(State);
        for (int message = Memory.Messages(State) - 1; message >= 0; message--)
        {
            if (onlyLine >= 0 && Memory.LineOfMessage(State, message) != onlyLine) continue;
            Begin();
            Access access = Memory.Deliver(Next, message, out Step step);
            isStuck &= access == Access.Waiting;
            if (access == Access.Undefined) successors.Violates(Memory.Fault!, step);
            else if (access != Access.Waiting && (step.Kind != StepKind.Invalidate || GoOn(step.Core))) Add(successors, step);
        }

        if (isStuck) successors.Violates("no request is left without an answer: no message can be taken, and a line still waits");
    }

    private static IEnumerable<Operand> Addresses(Op op) => op switch
    {
        Op.Load { Address.IsConstant: true } load => [load.Address],
        Op.Store { Address.IsConstant: true } store => [store.Address],
        _ => [],
    };
}
