using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Engine.Schedules;
using MemoryModelLab.Exploration.Instrumentation.Repairs;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>
/// One exploration of rewritten code: between the addresses that the code uses and the locations of the engine. All memory the program
/// creates stays where it is (<see cref="HeapObject"/>), so an address names a field; objects are the same from run to run, so a
/// reference means the same in all executions.
/// </summary>
/// <remarks>
/// <para>Not every access is an event. What the first thread does before it starts another is the initial state. An object's fields are
/// its creator's own until another thread accesses them; threads it starts then are given what it has written; and initial state that nobody writes any more is read as it is. Such accesses
/// use memory itself. Whenever one turns out to be of a field that is shared after all, the field is remembered as shared and the
/// exploration begins anew (<see cref="RestartException"/>): the first access that shows it happens in an execution whose events up
/// to there are right, so none is missed.</para>
/// <para>Memory itself is never written by an event. So an object's memory is what its creator's last run made of it, which is why only the
/// creator, whose run at hand made it anew, and the threads it starts later (the runner sees to it that its last run was of the same execution up to there), and of the
/// initial state, which is the same in every run, others may read it.</para>
/// </remarks>
internal sealed partial class Session : IDisposable
{
    [ThreadStatic]
    private static Session? _current;

    private readonly ProgramRunner _runner;
    private readonly FieldClasses _fields;
    private readonly InstrumentedProgram _program;
    private readonly SiteOrderings? _orderings;
    private readonly nuint _stack;
    private readonly HashSet<int> _called = [];
    private bool _started;
    private UInt128 _children;
    private long _effects;
    private long _calls;
    private long _bytes;

    /// <summary>A session on the exploration of this OS thread.</summary>
    /// <param name="program">The program.</param>
    /// <param name="fields">What earlier sessions found shared.</param>
    /// <param name="orderings">The orderings that are not those of the source, or null.</param>
    /// <param name="stack">Where the stack of the OS thread begins, above all frames of the program.</param>
    public Session(InstrumentedProgram program, FieldClasses fields, SiteOrderings? orderings, nuint stack)
    {
        _stack = stack;
        _runner = SharedMemory.Current;
        _rounds = new Rounds(this, _runner);
        _program = program;
        _fields = fields;
        _orderings = orderings;
    }

    /// <summary>How much stack the OS thread of an exploration has.</summary>
    public const int StackSize = 16 << 20;

    /// <summary>The session of this OS thread; none inside a class initialiser.</summary>
    public static Session? Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _current;
        set => _current = value;
    }

    /// <summary>The thread that runs, which by that is told apart from others.</summary>
    public int AskForThread()
    {
        TellApart();
        return _runner.Thread;
    }

    /// <summary>The program's object for the thread that runs, if it has one.</summary>
    public Models.Thread? Running { get; set; }

    /// <summary>The thread that runs.</summary>
    private int Thread => _runner.Thread;

    /// <summary>Whether the run is being left because it cannot go on.</summary>
    public bool IsAbandoned => _runner.Search.Graph.Threads[_runner.Thread].Status != ThreadStatus.Runnable;

    /// <summary>Whether the code that runs makes the initial state.</summary>
    private bool IsPrologue => !_started && _runner.Thread == 0;

    /// <summary>Whether an exception is not the program's.</summary>
    public static bool IsOurs(object exception) =>
        exception is BlockedException or RestartException or EndlessLoopException or NondeterministicProgramException or UnsupportedCodeException or TooManyThreadsException or ReplayException
        || exception is TypeInitializationException { InnerException: { } inner } && IsOurs(inner);

    /// <summary>A thread's run begins.</summary>
    public void Begin()
    {
        ForgetLent();
        _run++;
        _ownSite = 0;
        _effects = 0;
        _calls = 0;
        _bytes = 0;
        BeginRounds();
        _delegates.Clear();
        _perThread.Clear();
        _perThreadOf.Clear();
        _part = 0;
        Running = null;
        _children = 0;
        if (_runner.Thread == 0)
            _started = false;
    }

    /// <summary>Starts a thread.</summary>
    /// <param name="body">What it does.</param>
    /// <param name="given">What it knows from the beginning: a delegate, and what that is called with.</param>
    /// <param name="code">What is equal for threads that run the same code with the same argument, or null.</param>
    /// <param name="site">Where in the program.</param>
    /// <param name="isBackground">Whether it does not keep the program from ending.</param>
    public int Start(Action body, (Delegate? Start, object? Argument) given, object? code, int site, bool isBackground = false)
    {
        _rounds.StopRepeating();
        _started |= _runner.Thread == 0;
        int started = _runner.Start(() =>
        {
            Begin();
            Know(given.Start);
            Know(given.Argument);
            body();
        }, code, isBackground, site);
        _children |= Bit(started);
        return started;
    }

    /// <summary>Whether the program was found to need something of a model that costs events.</summary>
    public bool IsDemanded(Type model) => _fields.Get(model, nuint.MaxValue).IsShared;

    /// <summary>The program needs something of a model that costs events: it is explored anew with it.</summary>
    public void Demand(Type model)
    {
        FieldClass demand = _fields.Get(model, nuint.MaxValue);
        if (demand.IsShared)
            return;
        demand.IsShared = true;
        throw new RestartException();
    }

    /// <summary>Somebody asks which of several threads of the same code is which.</summary>
    public void TellApart() => _runner.Symmetry.Break();

    /// <summary>Reads.</summary>
    public T Load<T>(ref T location, Ordering ordering, int site)
    {
        if (Shape<T>.Leaves is { } leaves)
            return LoadParts(ref location, leaves, ordering, site);
        Place? place = Find(ref location);
        if (place is null || !IsEvent(place, writes: false))
        {
            if (place is null)
                AccessUnknown(ref location, writes: false, site);
            NoteMemoryRead(place);
            KnowRead(place, location);
            return location;
        }
        _memoryRead = null;
        bool isInside = Interrupt();
        site = Seen(site);
        ordering = _orderings?.OfAccess(site, false, ordering) ?? ordering;
        if (ordering.HasFlag(Ordering.Fenced))
            AddFence(MemoryOrder.Full, site);
        MemoryOrder order = ordering.HasFlag(Ordering.Volatile) ? MemoryOrder.Acquire : MemoryOrder.Plain;
        var access = new Access(Locate(place, ref location, site), order, site, IsKnown: IsKnown(place), Part: _part);
        if (!_rounds.TryRepeat(access, out long bits))
            bits = _runner.Read(access);
        if (isInside)
            Resume();
        return Bits.To<T>(bits, _runner.Objects);
    }

    /// <summary>Writes.</summary>
    public void Store<T>(ref T location, T value, Ordering ordering, int site)
    {
        if (Shape<T>.Leaves is { } leaves)
        {
            StoreParts(ref location, value, leaves, ordering, site);
            return;
        }
        Place? place = Find(ref location);
        if (place is null || !IsEvent(place, writes: true))
        {
            if (place is null)
                AccessUnknown(ref location, writes: true, site);
            // The same value again changes nothing, so that a loop that keeps assigning what it read can be seen to wait.
            if (!AreSame(ref location, ref value))
                NoteChange(ref location);
            location = value;
            return;
        }
        place.IsWritten = true;
        bool isInside = Interrupt();
        site = Seen(site);
        ordering = _orderings?.OfAccess(site, true, ordering) ?? ordering;
        MemoryOrder order = ordering.HasFlag(Ordering.Volatile) ? MemoryOrder.Release : MemoryOrder.Plain;
        _rounds.StopRepeating();
        _runner.Write(new Access(Locate(place, ref location, site), order, site, IsKnown: IsKnown(place), Part: _part), BitsOf(value));
        if (ordering.HasFlag(Ordering.Fenced))
            AddFence(MemoryOrder.Full, site);
        if (isInside)
            Resume();
    }

    /// <summary>Reads, modifies and writes; the value before.</summary>
    public T Modify<T>(ref T location, Update update, T operand, T comparand, int site, MemoryOrder order = MemoryOrder.Full)
    {
        Place? place = Find(ref location);
        if (place is null || !IsEvent(place, writes: true))
        {
            if (place is null)
            {
                AccessUnknown(ref location, writes: false, site);
                AccessUnknown(ref location, writes: true, site);
            }
            NoteMemoryRead(place);
            T before = location;
            KnowRead(place, before);
            location = Updated(update, before, operand, comparand);
            if (!AreSame(ref location, ref before))
                NoteChange(ref location);
            return before;
        }
        place.IsWritten = true;
        site = Seen(site);
        (long by, long with) = (BitsOf(operand), BitsOf(comparand));
        if (_orderings is not null && IsReplaced(update, by, with, site, out bool isWrite))
        {
            if (!isWrite)
                return Load(ref location, Ordering.Volatile, site);
            Store(ref location, operand, Ordering.Volatile, site);
            return default!;
        }
        _memoryRead = null;
        var access = new Access(Locate(place, ref location, site), order, site, IsKnown: IsKnown(place));
        bool isInside = Interrupt();
        if (!_rounds.TryRepeat(access, update, by, with, out long old))
            old = _runner.Modify(access, update, by, with, out _);
        if (isInside)
            Resume();
        return Bits.To<T>(old, _runner.Objects);
    }

    /// <summary>
    /// Whether orderings are tried in which a volatile access stands for an Interlocked operation: for an exchange whose result is not used, a
    /// write; for one that leaves what is there, a read.
    /// </summary>
    private bool IsReplaced(Update update, long operand, long comparand, int site, out bool isWrite)
    {
        isWrite = update == Update.Exchange && SiteTable.Get(site).IsDiscarded;
        bool isRead = update switch
        {
            Update.CompareExchange => operand == comparand,
            Update.Add or Update.Or => operand == 0,
            _ => false,
        };
        if (isWrite || isRead)
            return _orderings!.IsReplaced(site, isWrite);
        _orderings!.Bind(site);
        return false;
    }

    /// <summary>A fence.</summary>
    public void Fence(MemoryOrder order, int site)
    {
        if (IsPrologue)
            return;
        site = Seen(site);
        bool isInside = Interrupt();
        AddFence(_orderings?.OfFence(site, order) ?? order, site);
        if (isInside)
            Resume();
    }

    private void AddFence(MemoryOrder order, int site)
    {
        if (!_rounds.TryRepeatFence())
            _runner.Fence(order, site);
    }

    /// <summary>A byte that looks random, and is the same in each run of the thread.</summary>
    public byte NextByte()
    {
        TellApart();
        ulong mixed = (ulong)(((long)Thread << 32) + ++_bytes) * 0x9E3779B97F4A7C15;
        return (byte)((mixed ^ mixed >> 32) * 0xD6E8FEB86659FD93 >> 56);
    }

    /// <summary>Something is changed that only the thread sees.</summary>
    public void NoteEffect() => _effects++;

    /// <summary>A call of code that is not rewritten.</summary>
    public void CallOpaque(int call)
    {
        _effects++;
        LeaveAt(call);
        if (!IsPrologue && _called.Add(call))
            _program.Called(call);
    }

    /// <inheritdoc/>
    public void Dispose() => _heap.Dispose();

    private static T Updated<T>(Update update, T before, T operand, T comparand)
    {
        if (update == Update.Exchange)
            return operand;
        if (!typeof(T).IsValueType)
            return ReferenceEquals(before, comparand) ? operand : before;
        (long old, long by, long with) = (Word(before), Word(operand), Word(comparand));
        return Value<T>(update switch
        {
            Update.Add => old + by,
            Update.And => old & by,
            Update.Or => old | by,
            Update.AddWithin => UpdateFunction.IsWithin(old + by, with) ? old + by : old,
            _ => old == with ? by : old,
        });
    }

    private static long Word<T>(T value)
    {
        long word = 0;
        Unsafe.As<long, T>(ref word) = value;
        return word;
    }

    private static T Value<T>(long word) => Unsafe.As<long, T>(ref word);

    /// <summary>Whether two values are the same, bit by bit.</summary>
    public static bool AreSame<T>(ref T left, ref T right) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref left), Unsafe.SizeOf<T>())
            .SequenceEqual(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref right), Unsafe.SizeOf<T>()));

    private long BitsOf<T>(T value) => !typeof(T).IsValueType && value is Delegate { Target: { } target } made ? NumberOf(made, target) : Bits.From(value, _runner.Objects);
}
