using System.Runtime.CompilerServices;
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
    private static Session? current;

    private readonly ProgramRunner runner;
    private readonly FieldClasses fields;
    private readonly InstrumentedProgram program;
    private readonly SiteOrderings? orderings;
    private readonly nuint stack;
    private readonly HashSet<int> called = [];
    private bool started;
    private UInt128 children;
    private long effects;
    private long calls;
    private long bytes;

    /// <summary>A session on the exploration of this OS thread.</summary>
    /// <param name="program">The program.</param>
    /// <param name="fields">What earlier sessions found shared.</param>
    /// <param name="orderings">The orderings that are not those of the source, or null.</param>
    /// <param name="stack">Where the stack of the OS thread begins, above all frames of the program.</param>
    public Session(InstrumentedProgram program, FieldClasses fields, SiteOrderings? orderings, nuint stack)
    {
        this.stack = stack;
        runner = SharedMemory.Current;
        rounds = new Rounds(this, runner);
        this.program = program;
        this.fields = fields;
        this.orderings = orderings;
    }

    /// <summary>How much stack the OS thread of an exploration has.</summary>
    public const int StackSize = 16 << 20;

    /// <summary>The session of this OS thread; none inside a class initialiser.</summary>
    public static Session? Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => current;
        set => current = value;
    }

    /// <summary>The thread that runs, which by that is told apart from others.</summary>
    public int AskForThread()
    {
        TellApart();
        return runner.Thread;
    }

    /// <summary>The program's object for the thread that runs, if it has one.</summary>
    public Models.Thread? Running { get; set; }

    /// <summary>The thread that runs.</summary>
    private int Thread => runner.Thread;

    /// <summary>Whether the run is being left because it cannot go on.</summary>
    public bool IsAbandoned => runner.Search.Graph.Threads[runner.Thread].Status != ThreadStatus.Runnable;

    /// <summary>Whether the code that runs makes the initial state.</summary>
    private bool IsPrologue => !started && runner.Thread == 0;

    /// <summary>Whether an exception is not the program's.</summary>
    public static bool IsOurs(object exception) =>
        exception is BlockedException or RestartException or EndlessLoopException or NondeterministicProgramException or UnsupportedCodeException or TooManyThreadsException or ReplayException
        || exception is TypeInitializationException { InnerException: { } inner } && IsOurs(inner);

    /// <summary>A thread's run begins.</summary>
    public void Begin()
    {
        ForgetLent();
        run++;
        ownSite = 0;
        effects = 0;
        calls = 0;
        bytes = 0;
        BeginRounds();
        delegates.Clear();
        perThread.Clear();
        perThreadOf.Clear();
        part = 0;
        Running = null;
        children = 0;
        if (runner.Thread == 0)
            started = false;
    }

    /// <summary>Starts a thread.</summary>
    /// <param name="body">What it does.</param>
    /// <param name="given">What it knows from the beginning: a delegate, and what that is called with.</param>
    /// <param name="code">What is equal for threads that run the same code with the same argument, or null.</param>
    /// <param name="site">Where in the program.</param>
    /// <param name="isBackground">Whether it does not keep the program from ending.</param>
    public int Start(Action body, (Delegate? Start, object? Argument) given, object? code, int site, bool isBackground = false)
    {
        rounds.StopRepeating();
        this.started |= runner.Thread == 0;
        int started = runner.Start(() =>
        {
            Begin();
            Know(given.Start);
            Know(given.Argument);
            body();
        }, code, isBackground, site);
        children |= Bit(started);
        return started;
    }

    /// <summary>Whether the program was found to need something of a model that costs events.</summary>
    public bool IsDemanded(Type model) => fields.Get(model, nuint.MaxValue).IsShared;

    /// <summary>The program needs something of a model that costs events: it is explored anew with it.</summary>
    public void Demand(Type model)
    {
        FieldClass demand = fields.Get(model, nuint.MaxValue);
        if (demand.IsShared)
            return;
        demand.IsShared = true;
        throw new RestartException();
    }

    /// <summary>Somebody asks which of several threads of the same code is which.</summary>
    public void TellApart() => runner.Symmetry.Break();

    /// <summary>A byte that looks random, and is the same in each run of the thread.</summary>
    public byte NextByte()
    {
        TellApart();
        ulong mixed = (ulong)(((long)Thread << 32) + ++bytes) * 0x9E3779B97F4A7C15;
        return (byte)((mixed ^ mixed >> 32) * 0xD6E8FEB86659FD93 >> 56);
    }

    /// <summary>Something is changed that only the thread sees.</summary>
    public void NoteEffect() => effects++;

    /// <summary>A call of code that is not rewritten.</summary>
    public void CallOpaque(int call)
    {
        effects++;
        LeaveAt(call);
        if (!IsPrologue && called.Add(call))
            program.Called(call);
    }

    /// <inheritdoc/>
    public void Dispose() => heap.Dispose();
}
