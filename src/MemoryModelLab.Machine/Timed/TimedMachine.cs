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
    private readonly int cores;
    private readonly int places;
    private readonly IWorkload workload;
    private readonly ITimedObserver? observer;
    private readonly TimedCaches caches;
    private readonly EventQueue queue;
    private readonly long[] memory;
    private readonly TimedCore[] states;
    private readonly (int Cell, long Value)[] buffered;

    /// <summary>Makes one.</summary>
    /// <exception cref="ArgumentException">There are too many cores, or too many cells for so many.</exception>
    public TimedMachine(TimedOptions options, IWorkload workload, ITimedObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(workload);
        if (options.Cores is < 1 or > TimedOptions.MostCores) throw new ArgumentException($"{options.Cores} cores: expected 1 to {TimedOptions.MostCores}", nameof(options));
        if ((long)workload.Cells * options.Cores > 1 << 28) throw new ArgumentException($"{workload.Cells} cells for {options.Cores} cores are too many", nameof(workload));
        (cores, places, this.workload, this.observer) = (options.Cores, options.StoreBuffer, workload, observer);
        caches = new TimedCaches(options, workload.Cells);
        queue = new EventQueue(2 * cores);
        memory = new long[workload.Cells];
        for (int cell = 0; cell < memory.Length; cell++) memory[cell] = workload.Initial(cell);
        states = new TimedCore[cores];
        buffered = new (int, long)[cores * places];
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

    /// <summary>Runs until every core has ended, or for so many events, or until it is cancelled: what was counted until then stays.</summary>
    public void Run(long mostEvents, CancellationToken cancellation = default)
    {
        for (int core = 0; core < cores; core++) queue.Add(core, 0);
        while (Events < mostEvents && queue.Take() is >= 0 and int agent)
        {
            if ((Events & 0xFFFFF) == 0 && cancellation.IsCancellationRequested) return;
            Now = queue.Now;
            if (agent < cores) Step(agent, ref states[agent]);
            else Drain(agent - cores, ref states[agent - cores]);
        }
    }

    private void Step(int core, ref TimedCore state)
    {
        TimedOp op = state.Resumes ? state.Waiting : workload.Next(core, state.Returned, Now);
        state.Resumes = false;
        switch (op.Kind)
        {
            case TimedKind.End:
                return;
            case TimedKind.Work:
                queue.Add(core, Now + Math.Max(op.Value, 1));
                return;
            case TimedKind.Load:
                Load(core, ref state, op.Cell);
                return;
            case TimedKind.Store when state.Buffered < places:
                Buffer(core, ref state, op);
                return;
            case TimedKind.Fence when state.Buffered == 0:
                Events++;
                observer?.Buffered(core, TimedKind.Fence, 0, Now);
                queue.Add(core, Now + 1);
                return;
            case TimedKind.Add or TimedKind.Update when state.Buffered == 0:
                Atomic(core, ref state, op);
                return;
            default:
                Stalls++;
                (state.IsWaiting, state.WaitsSince, state.Waiting) = (true, Now, op);
                return;
        }
    }

    private void Load(int core, ref TimedCore state, int cell)
    {
        Events++;
        for (int i = state.Buffered - 1; i >= 0; i--)
        {
            (int there, long value) = Place(core, state.Oldest + i);
            if (there != cell) continue;
            state.Returned = value;
            observer?.Buffered(core, TimedKind.Load, cell, Now);
            queue.Add(core, Now + 1);
            return;
        }

        long done = caches.Access(core, cell, TimedRules.Load, Now);
        state.Returned = memory[cell];
        observer?.Accessed(new TimedAccess(core, TimedKind.Load, cell, Now, done, caches.LastTransaction));
        queue.Add(core, done);
    }

    private void Buffer(int core, ref TimedCore state, TimedOp op)
    {
        Events++;
        Place(core, state.Oldest + state.Buffered++) = (op.Cell, op.Value);
        observer?.Buffered(core, TimedKind.Store, op.Cell, Now);
        queue.Add(core, Now + 1);
        if (state.IsDraining) return;
        state.IsDraining = true;
        queue.Add(cores + core, Now + 1);
    }

    /// <summary>The oldest store leaves its buffer; the buffer acts again when it has left.</summary>
    private void Drain(int core, ref TimedCore state)
    {
        if (state.Buffered == 0)
        {
            state.IsDraining = false;
            return;
        }

        Events++;
        (int cell, long value) = Place(core, state.Oldest);
        long done = caches.Access(core, cell, TimedRules.Store, Now);
        memory[cell] = value;
        observer?.Accessed(new TimedAccess(core, TimedKind.Store, cell, Now, done, caches.LastTransaction));
        state.Oldest = state.Oldest + 1 == places ? 0 : state.Oldest + 1;
        state.Buffered--;
        queue.Add(cores + core, done);
        if (!state.IsWaiting || (state.Buffered > 0 && state.Waiting.Kind != TimedKind.Store)) return;
        (state.IsWaiting, state.Resumes) = (false, true);
        StalledCycles += done - state.WaitsSince;
        observer?.Stalled(core, state.WaitsSince, done);
        queue.Add(core, done);
    }

    private void Atomic(int core, ref TimedCore state, TimedOp op)
    {
        Events++;
        long done = caches.Access(core, op.Cell, TimedRules.Store, Now);
        state.Returned = memory[op.Cell];
        memory[op.Cell] = op.Kind == TimedKind.Add ? memory[op.Cell] + op.Value : workload.Update(core, memory[op.Cell]);
        observer?.Accessed(new TimedAccess(core, op.Kind, op.Cell, Now, done, caches.LastTransaction));
        queue.Add(core, done);
    }

    /// <summary>A place in the ring that is a core's store buffer.</summary>
    private ref (int Cell, long Value) Place(int core, int number) => ref buffered[(core * places) + (number < places ? number : number - places)];

    /// <summary>Where a core stands: together, so that one line of the host's cache holds it.</summary>
    private struct TimedCore
    {
        public int Oldest;
        public int Buffered;
        public bool IsDraining;
        public bool IsWaiting;
        public bool Resumes;
        public TimedOp Waiting;
        public long WaitsSince;
        public long Returned;
    }
}
