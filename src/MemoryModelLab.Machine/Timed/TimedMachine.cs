namespace MemoryModelLab.Machine.Timed;

/// <summary>
/// A discrete-event simulation: cores with store buffers over <see cref="TimedCaches"/>, each doing one thing after another, whoever is next in time first. A
/// core and its store buffer are two agents: a store waits in the buffer while the core goes on, and loads of the core read it there. What is
/// written is in memory from when its transaction is granted.
/// <para>
/// Two runs with the same options, workload and seed are the same run.
/// </para>
/// </summary>
public sealed class TimedMachine
{
    private readonly TimedOptions options;
    private readonly IWorkload workload;
    private readonly ITimedObserver? observer;
    private readonly TimedCaches caches;
    private readonly EventQueue queue;
    private readonly long[] memory;
    private readonly (int Cell, long Value)[] buffered;
    private readonly int[] oldest;
    private readonly int[] count;
    private readonly bool[] isDraining;
    private readonly bool[] isWaiting;
    private readonly bool[] resumes;
    private readonly long[] waitsSince;
    private readonly TimedOp[] waiting;
    private readonly long[] returned;

    /// <summary>Makes one.</summary>
    /// <exception cref="ArgumentException">There are too many cores, or too many cells for so many.</exception>
    public TimedMachine(TimedOptions options, IWorkload workload, ITimedObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(workload);
        if (options.Cores is < 1 or > TimedOptions.MostCores) throw new ArgumentException($"{options.Cores} cores: expected 1 to {TimedOptions.MostCores}", nameof(options));
        if ((long)workload.Cells * options.Cores > 1 << 28) throw new ArgumentException($"{workload.Cells} cells for {options.Cores} cores are too many", nameof(workload));
        (this.options, this.workload, this.observer) = (options, workload, observer);
        caches = new TimedCaches(options, workload.Cells);
        int cores = options.Cores;
        queue = new EventQueue(2 * cores);
        memory = new long[workload.Cells];
        for (int cell = 0; cell < memory.Length; cell++) memory[cell] = workload.Initial(cell);
        buffered = new (int, long)[cores * options.StoreBuffer];
        (oldest, count, isDraining, isWaiting, resumes) = (new int[cores], new int[cores], new bool[cores], new bool[cores], new bool[cores]);
        (waitsSince, waiting, returned) = (new long[cores], new TimedOp[cores], new long[cores]);
    }

    /// <summary>The events so far: loads, stores entering a buffer, stores leaving it, atomics, fences.</summary>
    public long Events { get; private set; }

    /// <summary>The time, in cycles.</summary>
    public long Now { get; private set; }

    /// <summary>How often a core waited for a place in its buffer, or for the buffer to be empty.</summary>
    public long Stalls { get; private set; }

    /// <summary>The cycles it waited.</summary>
    public long StalledCycles { get; private set; }

    /// <summary>What happened to each line.</summary>
    public IReadOnlyList<LineCounters> Lines => caches.Counters;

    /// <summary>What is in memory.</summary>
    public IReadOnlyList<long> Memory => memory;

    /// <summary>Runs until every core has ended, or for so many events.</summary>
    public void Run(long mostEvents, CancellationToken cancellation = default)
    {
        for (int core = 0; core < options.Cores; core++) queue.Add(core, 0);
        while (queue.Count > 0 && Events < mostEvents)
        {
            if ((Events & 0xFFFFF) == 0) cancellation.ThrowIfCancellationRequested();
            Now = queue.Time;
            int agent = queue.Agent;
            if (agent < options.Cores) Step(agent);
            else Drain(agent - options.Cores);
        }
    }

    private void Step(int core)
    {
        if (resumes[core])
        {
            resumes[core] = false;
            Do(core, waiting[core]);
            return;
        }

        Do(core, workload.Next(core, returned[core], Now));
    }

    /// <summary>Does an operation of the core that is first in the queue.</summary>
    private void Do(int core, TimedOp op)
    {
        switch (op.Kind)
        {
            case TimedKind.End:
                queue.Remove();
                return;
            case TimedKind.Work:
                queue.Postpone(Now + Math.Max(op.Value, 1));
                return;
            case TimedKind.Load:
                Load(core, op.Cell);
                return;
            case TimedKind.Store when count[core] < options.StoreBuffer:
                Buffer(core, op);
                return;
            case TimedKind.Fence when count[core] == 0:
                Events++;
                queue.Postpone(Now + 1);
                return;
            case TimedKind.Add or TimedKind.Update when count[core] == 0:
                Atomic(core, op);
                return;
            default:
                Stalls++;
                (isWaiting[core], waitsSince[core], waiting[core]) = (true, Now, op);
                queue.Remove();
                return;
        }
    }

    private void Load(int core, int cell)
    {
        Events++;
        int first = core * options.StoreBuffer;
        for (int i = count[core] - 1; i >= 0; i--)
        {
            (int there, long value) = buffered[first + ((oldest[core] + i) % options.StoreBuffer)];
            if (there != cell) continue;
            returned[core] = value;
            queue.Postpone(Now + 1);
            return;
        }

        long done = caches.Access(core, cell, TimedRules.Load, Now);
        returned[core] = memory[cell];
        observer?.Accessed(core, TimedKind.Load, cell, Now, done, caches.LastTransaction);
        queue.Postpone(done);
    }

    private void Buffer(int core, TimedOp op)
    {
        Events++;
        buffered[(core * options.StoreBuffer) + ((oldest[core] + count[core]) % options.StoreBuffer)] = (op.Cell, op.Value);
        count[core]++;
        queue.Postpone(Now + 1);
        if (isDraining[core]) return;
        isDraining[core] = true;
        queue.Add(options.Cores + core, Now + 1);
    }

    /// <summary>The oldest store leaves its buffer; the agent acts again when it has left.</summary>
    private void Drain(int core)
    {
        if (count[core] == 0)
        {
            isDraining[core] = false;
            queue.Remove();
            return;
        }

        Events++;
        (int cell, long value) = buffered[(core * options.StoreBuffer) + oldest[core]];
        long done = caches.Access(core, cell, TimedRules.Store, Now);
        memory[cell] = value;
        observer?.Accessed(core, TimedKind.Store, cell, Now, done, caches.LastTransaction);
        oldest[core] = (oldest[core] + 1) % options.StoreBuffer;
        count[core]--;
        queue.Postpone(done);
        if (!isWaiting[core] || (count[core] > 0 && waiting[core].Kind != TimedKind.Store)) return;
        isWaiting[core] = false;
        StalledCycles += done - waitsSince[core];
        resumes[core] = true;
        queue.Add(core, done);
    }

    private void Atomic(int core, TimedOp op)
    {
        Events++;
        long done = caches.Access(core, op.Cell, TimedRules.Store, Now);
        returned[core] = memory[op.Cell];
        memory[op.Cell] = op.Kind == TimedKind.Add ? memory[op.Cell] + op.Value : workload.Update(core, memory[op.Cell]);
        observer?.Accessed(core, op.Kind, op.Cell, Now, done, caches.LastTransaction);
        queue.Postpone(done);
    }
}
