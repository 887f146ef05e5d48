using System.Diagnostics;
using System.Runtime.CompilerServices;
using MemoryModelLab.Hardware.Placement;

namespace MemoryModelLab.Hardware.Execution;

/// <summary>
/// Runs batches on threads of the system, the workers. A batch is: meet; wait a random moment; run every iteration of the own thread, not
/// looking at the others; meet again; fold a share of the iterations. The shares go around, so that each core begins batches with other
/// cells in its cache.
/// </summary>
internal sealed class BatchRun : IDisposable
{
    /// <summary>The longest random wait, in rounds of a full fence (some nanoseconds each): about the time a batch's start differs by anyway.</summary>
    private const uint LongestSkew = 20;

    /// <summary>
    /// How much of the processors' time a run may take after its end. A batch takes well under a millisecond of it, however busy the machine is
    /// with other things.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long after its end a run may take that uses no processor: one whose threads wait for each other.</summary>
    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(60);

    /// <summary>How long a run may take to end that was cancelled: somebody waits for what was counted so far.</summary>
    private static readonly TimeSpan PatienceOnceCancelled = TimeSpan.FromSeconds(1);

    /// <summary>How long an abandoned thread may take to get from wherever it is to the barrier.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(200);

    private readonly IBatches batches;
    private readonly HardwareOptions options;
    private readonly IReadOnlyList<int> processors;
    private readonly int parties;
    private readonly SpinBarrier barrier;
    private readonly bool[] unbound;
    private readonly int[] systemThreads;
    private readonly int[] inBody;
    private readonly Stopwatch clock = new();
    private readonly CountdownEvent ended;
    private int stopRequested;
    private bool finished;
    private long iterations;

    /// <summary>Prepares a run with worker w on <c>processors[w % processors.Count]</c>.</summary>
    public BatchRun(IBatches batches, HardwareOptions options, IReadOnlyList<int> processors)
    {
        this.batches = batches;
        this.options = options;
        this.processors = processors;
        parties = batches.Workers;
        barrier = new SpinBarrier(parties, sharedProcessors: Math.Min(processors.Count, Environment.ProcessorCount) < parties);
        unbound = new bool[parties];
        systemThreads = new int[parties];
        ended = new CountdownEvent(parties);
        inBody = new int[parties];
    }

    /// <summary>The test's threads whose workers did not come back from their bodies.</summary>
    public IReadOnlyList<int> StuckThreads { get; private set; } = [];

    /// <summary>Whether the run was cancelled.</summary>
    public bool WasCancelled { get; private set; }

    /// <summary>Whether some thread could not be bound to its processor.</summary>
    public bool SomeUnbound => unbound.Contains(true);

    /// <summary>The time since the first batch began.</summary>
    public TimeSpan Elapsed => clock.Elapsed;

    /// <summary>Runs until the options or <paramref name="cancellation"/> end it, or a thread is found stuck.</summary>
    public HardwareStatus Run(CancellationToken cancellation)
    {
        Thread[] threads = [.. Enumerable.Range(0, parties).Select(index => new Thread(() => Work(index), 1 << 20)
        {
            // The process may end although a body never does.
            IsBackground = true,
            Name = $"litmus P{index}",
        })];
        clock.Start();
        foreach (Thread thread in threads) thread.Start();
        bool done;
        try
        {
            done = ended.Wait(options.TimeBudget, cancellation) || EndsInTime(cancellation);
        }
        catch (OperationCanceledException)
        {
            WasCancelled = true;

            // release: nothing is published with it; Volatile only has it written here and now.
            Volatile.Write(ref stopRequested, 1);
            done = ended.Wait(PatienceOnceCancelled, CancellationToken.None);
        }

        clock.Stop();
        if (done)
        {
            foreach (Thread thread in threads) thread.Join();
            return WasCancelled ? HardwareStatus.Cancelled : HardwareStatus.Completed;
        }

        Abandon(threads);
        return HardwareStatus.Stuck;
    }

    // A thread that is stuck in its body keeps a processor busy; one that is not, but has none, does not.
    private bool EndsInTime(CancellationToken cancellation)
    {
        TimeSpan used = Environment.CpuUsage.TotalTime;
        for (long start = Stopwatch.GetTimestamp(); Environment.CpuUsage.TotalTime - used < Patience && Stopwatch.GetElapsedTime(start) < LongestPatience;)
        {
            if (ended.Wait(TimeSpan.FromMilliseconds(20), cancellation)) return true;
        }

        return false;
    }

    // From here on no thread passes the barrier, so none begins to count. One that has not ended within the patience and is in its body is
    // stuck; should it come back after all, the barrier sends it away.
    private void Abandon(Thread[] threads)
    {
        barrier.Close();
        var stuck = new List<int>();
        for (int index = 0; index < threads.Length; index++)
        {
            // acquire: what the thread counted comes before its entering the body. Pairs with the release in Work. Without it the counters
            // read later could lack what it counted in the batch before.
            while (!threads[index].Join(Settling))
            {
                if (Volatile.Read(ref inBody[index]) == 0) continue;
                ThreadPlacement.TryDemote(systemThreads[index]);
                stuck.Add(index);
                break;
            }
        }

        StuckThreads = [.. stuck.SelectMany(batches.ThreadsOf).Order()];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Work(int index)
    {
        systemThreads[index] = ThreadPlacement.CurrentThread();
        if (processors.Count > 0) unbound[index] = !ThreadPlacement.TryBind(processors[index % processors.Count]);
        uint random = (uint)HashCodeOf(options.Seed, index) | 1;
        for (long batch = 0; ; batch++)
        {
            if (index == 0) finished = IsFinished();

            // Orders thread 0's decision, and every thread's fold of the last batch, before anybody's next batch: see SpinBarrier.
            // Without it a thread could run on cells that another has yet to set back.
            if (!barrier.Meet()) return;
            if (finished) break;

            // release: everything counted so far before the mark. Pairs with the acquire in Abandon.
            Volatile.Write(ref inBody[index], 1);
            random ^= random << 13;
            random ^= random >> 17;
            random ^= random << 5;

            // full fence: only takes time, which an empty loop need not.
            for (uint wait = random % LongestSkew; wait > 0; wait--) Interlocked.MemoryBarrier();
            batches.Run(index);

            // release: pairs with the same; a thread that is seen to have left is waited for.
            Volatile.Write(ref inBody[index], 0);

            // Orders every thread's batch before every fold. Without it a fold could count cells whose last writes are still on their way.
            if (!barrier.Meet()) return;
            int share = (int)((index + batch) % parties);
            batches.Fold(index, share);
        }

        ended.Signal();
    }

    /// <inheritdoc/>
    public void Dispose() => ended.Dispose();

    // Thread 0 decides, and chooses the next batch, before it arrives; the others learn of both behind the barrier.
    private bool IsFinished()
    {
        // acquire: nothing depends on it; Volatile only has it read anew each time.
        bool done = Volatile.Read(ref stopRequested) != 0
            || (iterations > 0 && clock.Elapsed >= options.TimeBudget) // on a busy machine the threads may begin when it is over already
            || (options.Iterations is { } wanted && iterations >= wanted);
        if (!done) iterations += batches.Next();
        return done;
    }

    // Spreads neighbouring seeds and threads over all 32 bits, alike in every process.
    private static int HashCodeOf(int seed, int thread)
    {
        ulong mixed = unchecked((((ulong)(uint)seed << 32) | (uint)thread) * 0x9E3779B97F4A7C15UL);
        return unchecked((int)(mixed >> 32));
    }
}
