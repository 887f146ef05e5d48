using System.Diagnostics;
using System.Runtime.CompilerServices;
using MemoryModelLab.Hardware.Harness;
using MemoryModelLab.Hardware.Placement;

namespace MemoryModelLab.Hardware.Execution;

/// <summary>
/// Runs a harness on as many threads as the test has. A batch is: meet; wait a random moment; run every iteration of the own thread, not
/// looking at the others; meet again; fold a share of the iterations. The shares go around, so that each core begins batches with other
/// cells in its cache.
/// </summary>
internal sealed class BatchRun
{
    /// <summary>The longest random wait, in rounds of a full fence (some nanoseconds each): about the time a batch's start differs by anyway.</summary>
    private const uint LongestSkew = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CompiledHarness harness;
    private readonly HardwareOptions options;
    private readonly IReadOnlyList<int> processors;
    private readonly int parties;
    private readonly SpinBarrier barrier;
    private readonly StateCounter[] counters;
    private readonly bool[] unbound;
    private readonly Stopwatch clock = new();
    private int stopRequested;
    private bool finished;

    /// <summary>Prepares a run with thread t on <c>processors[t % processors.Count]</c>.</summary>
    public BatchRun(CompiledHarness harness, HardwareOptions options, IReadOnlyList<int> processors)
    {
        this.harness = harness;
        this.options = options;
        this.processors = processors;
        parties = harness.Run.Count;
        barrier = new SpinBarrier(parties, sharedProcessors: Math.Min(processors.Count, Environment.ProcessorCount) < parties);
        counters = [.. harness.Run.Select(_ => new StateCounter(harness.Source))];
        unbound = new bool[parties];
    }

    /// <summary>The counters, one a thread; meaningless while the run lasts.</summary>
    public IReadOnlyList<StateCounter> Counters => counters;

    /// <summary>Whether some thread could not be bound to its processor.</summary>
    public bool SomeUnbound => unbound.Contains(true);

    /// <summary>The time since the first batch began.</summary>
    public TimeSpan Elapsed => clock.Elapsed;

    /// <summary>Runs until the options or <paramref name="cancellation"/> end it, or a thread is found stuck.</summary>
    public HardwareStatus Run(CancellationToken cancellation)
    {
        using var ended = new CountdownEvent(parties);
        Thread[] threads = [.. Enumerable.Range(0, parties).Select(index => new Thread(() => Work(index, ended), 1 << 20)
        {
            // The process may end although a body never does.
            IsBackground = true,
            Name = $"litmus P{index}",
        })];
        clock.Start();
        foreach (Thread thread in threads) thread.Start();
        bool cancelled = false, done;
        try
        {
            done = ended.Wait(options.TimeBudget + Patience, cancellation);
        }
        catch (OperationCanceledException)
        {
            cancelled = true;

            // release: nothing is published with it; it must only become visible, which every write does in time. Without Volatile the
            // compiler could keep it back.
            Volatile.Write(ref stopRequested, 1);
            done = ended.Wait(Patience, CancellationToken.None);
        }

        if (!done)
        {
            barrier.Close();
            return HardwareStatus.Stuck;
        }

        foreach (Thread thread in threads) thread.Join();
        return cancelled ? HardwareStatus.Cancelled : HardwareStatus.Completed;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Work(int index, CountdownEvent ended)
    {
        if (processors.Count > 0) unbound[index] = !ThreadPlacement.TryBind(processors[index % processors.Count]);
        Action<int> run = harness.Run[index];
        StateCounter counter = counters[index];
        int size = options.BatchSize;
        uint random = (uint)HashCodeOf(options.Seed, index) | 1;
        for (long batch = 0; ; batch++)
        {
            if (index == 0) finished = IsFinished(batch);

            // Orders thread 0's decision, and every thread's fold of the last batch, before anybody's next batch: see SpinBarrier.
            // Without it a thread could run on cells that another has yet to set back.
            if (!barrier.Meet()) return;
            if (finished) break;
            random ^= random << 13;
            random ^= random >> 17;
            random ^= random << 5;

            // full fence: only takes time, which an empty loop need not.
            for (uint wait = random % LongestSkew; wait > 0; wait--) Interlocked.MemoryBarrier();
            run(size);

            // Orders every thread's batch before every fold. Without it a fold could count cells whose last writes are still on their way.
            if (!barrier.Meet()) return;
            int share = (int)((index + batch) % parties);
            counter.Fold(harness, Bound(share), Bound(share + 1));
        }

        ended.Signal();
    }

    private int Bound(int share) => (int)((long)options.BatchSize * share / parties);

    private bool IsFinished(long batch)
    {
        // acquire: nothing depends on it; Volatile only has it read anew each time.
        return Volatile.Read(ref stopRequested) != 0
            || clock.Elapsed >= options.TimeBudget
            || (options.Iterations is { } iterations && batch * options.BatchSize >= iterations);
    }

    // Spreads neighbouring seeds and threads over all 32 bits, alike in every process.
    private static int HashCodeOf(int seed, int thread)
    {
        ulong mixed = unchecked((((ulong)(uint)seed << 32) | (uint)thread) * 0x9E3779B97F4A7C15UL);
        return unchecked((int)(mixed >> 32));
    }
}
