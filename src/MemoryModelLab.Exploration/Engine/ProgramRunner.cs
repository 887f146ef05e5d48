using MemoryModelLab.Exploration.Consistency;
using MemoryModelLab.Exploration.Engine.Schedules;
using MemoryModelLab.Exploration.Programs;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// Runs the threads of a program on one OS thread, without switching between them: a graph can grow in any order, so each thread runs to
/// its end, or until it cannot go on, from its beginning every time. The operations that are in the graph already are answered from
/// it; the first that is not is added to it. A thread that cannot go on is abandoned by an exception of its own. What a thread does where it has
/// been before is known (<see cref="KnownRuns"/>): then it is not run.
/// </summary>
internal sealed partial class ProgramRunner
{
    private readonly ConsistencyModel model;
    private readonly Action?[] bodies;
    private const int TicksPerLook = 256;

    private int initial;
    private int thread;
    private int position;
    private int starts;
    private bool isAgain;
    private int ticks = TicksPerLook;

    /// <summary>A runner of programs of at most <paramref name="width"/> threads.</summary>
    public ProgramRunner(Func<LocationTable, ConsistencyModel> createModel, int width, Func<ConsistencyModel, LocationTable, int, Search>? createSearch = null, ChildThreads? children = null)
    {
        CreateModel = () => createModel(Locations);
        model = CreateModel();
        Children = children ?? new ChildThreads([]);
        Width = width;
        bodies = new Action?[width];
        Errors = new Exception?[width];
        lastRuns = new int[width];
        Search = createSearch?.Invoke(model, Locations, width) ?? new Search(model, Locations, width);
        Names = new LocationNames(Locations, Objects);
        Monitors = new Monitors(this);
        Loops = new Loops(this);
    }

    /// <summary>Asked now and then, inside executions too, whether the exploration is to end; null if it never is.</summary>
    public Func<bool>? IsOver { get; set; }

    /// <summary>Whether the execution at hand was left because the exploration is to end.</summary>
    public bool IsInterrupted { get; private set; }

    /// <summary>How many operations a thread may do.</summary>
    public int MaxOperations { get; init; } = ExplorationOptions.MostOperations;

    /// <summary>Which threads run the same code.</summary>
    public Symmetry Symmetry { get; init; } = new(false);

    /// <summary>How many threads there can be.</summary>
    public int Width { get; }

    /// <summary>The program's locations.</summary>
    public LocationTable Locations { get; } = new();

    /// <summary>The program's objects.</summary>
    public ObjectTable Objects => Locations.Objects;

    /// <summary>Makes the model anew.</summary>
    public Func<ConsistencyModel> CreateModel { get; }

    /// <summary>Which field of which object is which location.</summary>
    public LocationNames Names { get; }

    /// <summary>The objects the threads create.</summary>
    public Allocations Allocations { get; } = new();

    /// <summary>The locks.</summary>
    public Monitors Monitors { get; }

    /// <summary>The loops the running thread is in.</summary>
    public Loops Loops { get; }

    /// <summary>The memory model.</summary>
    public ConsistencyModel Model => model;

    /// <summary>The search whose graph is extended.</summary>
    public Search Search { get; }

    /// <summary>The threads that threads started.</summary>
    public ChildThreads Children { get; }

    /// <summary>How the execution at hand has ended.</summary>
    public Ending Ending => new(Graph, Locations);

    /// <summary>What the threads that have failed threw last.</summary>
    public Exception?[] Errors { get; }

    /// <summary>Asked of each execution in which all threads have ended what is wrong with it; null where nobody judges.</summary>
    public Func<Exception?>? Judge { get; set; }

    /// <summary>The thread that runs.</summary>
    public int Thread => thread;

    /// <summary>The thread that started the running one, or -1.</summary>
    public int Parent => Graph.Threads[thread].Parent;

    /// <summary>How many events of the running thread have been passed.</summary>
    public int Position => position;

    private ExecutionGraph Graph => Search.Graph;

    /// <summary>Adds the threads of a program, and one that runs its end when all have ended.</summary>
    public void AddThreads(ExplorationProgram program)
    {
        if (program.MostKnown > 0 && Directed is null) known = new KnownRuns(program.MostKnown);
        foreach (var thread in program.Threads) AddThread(thread, thread);
        if (program.Final is not { } final) return;
        int count = program.Threads.Count;
        AddThread(() =>
        {
            for (int other = 0; other < count; other++) Join(other, 0);
            final();
        }, null);
    }

    /// <summary>Begins with the empty graph and takes a path; false when it ends in a graph that is not consistent.</summary>
    public bool Restart(ReadOnlySpan<int> path, double share = 1)
    {
        Search.Restart(share);
        for (int i = 0; i < initial; i++)
        {
            Graph.TouchThread(i);
            (Graph.Threads[i].Status, Graph.Threads[i].Twin) = (ThreadStatus.Runnable, Symmetry.TwinOf(i));
        }

        bool consistent = true;
        foreach (int number in path)
        {
            if (consistent) RunToEnd(stopAtFailure: false);
            if (IsInterrupted) return false;
            consistent = Search.Take(number);
        }

        return consistent;
    }

    /// <summary>Runs all threads as far as they go, or until one of them fails; returns the first that has failed, or -1.</summary>
    public int RunToEnd(bool stopAtFailure)
    {
        while (NextRunnable() is var next && next >= 0)
        {
            Run(next);
            if (IsInterrupted) return -1;
            if (stopAtFailure && Graph.Threads[next].Status == ThreadStatus.Failed) return next;
        }

        if (Symmetry.IsBroken) throw new SymmetryBrokenException();
        for (int i = 0; i < Graph.ThreadCount; i++)
            if (Graph.Threads[i].Status == ThreadStatus.Failed) return i;
        return -1;
    }

    /// <summary>
    /// Something was done that takes time: every now and then this asks whether the exploration is to end, and if it is, leaves the execution.
    /// </summary>
    public void Tick()
    {
        if (IsTimeOver()) Stop(Graph.Threads[thread], ThreadStatus.Interrupted);
    }

    private bool IsTimeOver()
    {
        if (--ticks > 0) return false;
        ticks = TicksPerLook;
        return IsInterrupted = IsOver is not null && IsOver();
    }

    private int NextRunnable()
    {
        if (isAgain)
        {
            isAgain = false;
            return thread;
        }

        if (Directed is not null) return NextDirected();
        for (int i = 0; i < Graph.ThreadCount; i++)
            if (CanGoOn(Graph.Threads[i])) return i;
        return -1;
    }

    private bool CanGoOn(ThreadState state) => state.Status switch
    {
        ThreadStatus.Runnable or ThreadStatus.Preempted => true,
        ThreadStatus.Joining => Graph.Threads[state.Waiting].Status == ThreadStatus.Finished,
        _ => false,
    };

    private void Run(int next)
    {
        if (known is null || (!GoOn(next) && Prepare(next))) RunCode(next);
    }

    private void RunCode(int next)
    {
        (thread, position, starts) = (next, 0, 0);
        lastRuns[next] = ++runs;
        Allocations.Restart(next);
        Monitors.Restart();
        Loops.Restart();
        var state = Graph.Threads[next];
        state.Status = ThreadStatus.Runnable;
        (step, returned) = (RootOf(state, next), 0);
        try
        {
            BodyOf(state, next)();
            // Code that is not rewritten may have caught what abandoned the run.
            if (state.Status != ThreadStatus.Runnable) return;
            Symmetry.Pass(Graph, next, position);
            Follow(new KnownStep { Kind = StepKind.End });
            state.Status = ThreadStatus.Finished;
        }
        catch (BlockedException)
        {
            // The thread's status says what it waits for.
        }
        catch (Exception error) when (error is not (NondeterministicProgramException or TooManyThreadsException or ReplayException))
        {
            // Whatever the program throws is its failure, and what the user asked for; unless it comes of what abandoned the run.
            if (state.Status != ThreadStatus.Runnable) return;
            state.Status = ThreadStatus.Failed;
            Errors[next] = error;
        }
    }

    private void AddThread(Action body, object? code)
    {
        if (initial == Width) throw new TooManyThreadsException();
        Symmetry.Note(initial, code);
        bodies[initial++] = body;
    }

    private int ChildOf(int parent, int ordinal)
    {
        int child = initial + Children.NumberOf(parent, ordinal);
        return child < Width ? child : throw new TooManyThreadsException();
    }
}
