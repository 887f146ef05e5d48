namespace MemoryModelLab.Machine.Timed;

/// <summary>
/// A discrete-event simulation: cores with store buffers over <see cref="TimedCaches"/>, each doing one thing after another, whoever is next in time first. A
/// core and its store buffer are two agents: a store waits in the buffer, until it has retired and those before it have left, while the core goes on, and loads of the
/// core read it there until its transaction is done: then it is in memory, and its place is free. A load reads memory when its own is done; so does an atomic, which writes at the same time.
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
    private readonly (int Cell, long Value, long Retired)[] buffered;
    private readonly int retirement;

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
        buffered = new (int, long, long)[cores * places];
        retirement = Math.Max(options.Retirement, 1);
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
        if (state.IsUnderWay) Complete(core, ref state);
        TimedOp op = state.Resumes ? state.Op : workload.Next(core, state.Returned, Now);
        state.Resumes = false;
        switch (op.Kind)
        {
            case TimedKind.End:
                return;
            case TimedKind.Work:
                queue.Add(core, Now + Math.Max(op.Value, 1));
                return;
            case TimedKind.Load:
                Load(core, ref state, op);
                return;
            case TimedKind.Store when state.Buffered < places:
                Buffer(core, ref state, op);
                return;
            case TimedKind.Fence when state.Buffered == 0:
                Events++;
                observer?.Buffered(core, TimedKind.Fence, 0, Now);
                queue.Add(core, Now + 1);
                return;
            case TimedKind.Rest when state.Buffered == 0:
                queue.Add(core, Now + 1);
                return;
            case TimedKind.Add or TimedKind.Update when state.Buffered == 0:
                Access(core, ref state, op, TimedRules.Store);
                return;
            default:
                if (op.Kind != TimedKind.Rest) Stalls++;
                (state.IsWaiting, state.WaitsSince, state.Op) = (true, Now, op);
                return;
        }
    }

    private void Load(int core, ref TimedCore state, in TimedOp op)
    {
        for (int i = state.Buffered - 1; i >= 0; i--)
        {
            (int there, long value, _) = Place(core, state.Oldest + i);
            if (there != op.Cell) continue;
            Events++;
            state.Returned = value;
            observer?.Buffered(core, TimedKind.Load, op.Cell, Now);
            queue.Add(core, Now + 1);
            return;
        }

        Access(core, ref state, op, TimedRules.Load);
    }

    /// <summary>An access begins; the core acts again when it is done, and reads, or reads and writes, then.</summary>
    private void Access(int core, ref TimedCore state, in TimedOp op, int wish)
    {
        long done = caches.Access(core, op.Cell, wish, Now);
        observer?.Accessed(new TimedAccess(core, op.Kind, op.Cell, Now, done, caches.LastTransaction));
        (state.IsUnderWay, state.Op) = (true, op);
        queue.Add(core, done);
    }

    private void Complete(int core, ref TimedCore state)
    {
        Events++;
        state.IsUnderWay = false;
        ref long cell = ref memory[state.Op.Cell];
        state.Returned = cell;
        if (state.Op.Kind == TimedKind.Add) cell += state.Op.Value;
        else if (state.Op.Kind == TimedKind.Update) cell = workload.Update(core, cell);
    }

    private void Buffer(int core, ref TimedCore state, in TimedOp op)
    {
        Events++;
        Place(core, state.Oldest + state.Buffered++) = (op.Cell, op.Value, Now + retirement);
        observer?.Buffered(core, TimedKind.Store, op.Cell, Now);
        queue.Add(core, Now + 1);
        if (state.Buffered == 1) queue.Add(cores + core, Now + retirement);
    }

    /// <summary>The oldest store has left its buffer, if it was leaving; the next one begins to leave.</summary>
    private void Drain(int core, ref TimedCore state)
    {
        if (state.IsLeaving) Left(core, ref state);
        if (state.Buffered == 0) return;
        (int cell, _, long retired) = Place(core, state.Oldest);
        if (retired > Now)
        {
            queue.Add(cores + core, retired);
            return;
        }

        long done = caches.Access(core, cell, TimedRules.Store, Now);
        observer?.Accessed(new TimedAccess(core, TimedKind.Store, cell, Now, done, caches.LastTransaction));
        state.IsLeaving = true;
        queue.Add(cores + core, done);
    }

    private void Left(int core, ref TimedCore state)
    {
        Events++;
        (int cell, long value, _) = Place(core, state.Oldest);
        memory[cell] = value;
        state.IsLeaving = false;
        state.Oldest = state.Oldest + 1 == places ? 0 : state.Oldest + 1;
        state.Buffered--;
        if (!state.IsWaiting || (state.Buffered > 0 && state.Op.Kind != TimedKind.Store)) return;
        (state.IsWaiting, state.Resumes) = (false, true);
        queue.Add(core, Now);
        if (state.Op.Kind == TimedKind.Rest) return;
        StalledCycles += Now - state.WaitsSince;
        if (Now > state.WaitsSince) observer?.Stalled(core, state.WaitsSince, Now);
    }

    /// <summary>A place in the ring that is a core's store buffer.</summary>
    private ref (int Cell, long Value, long Retired) Place(int core, int number) => ref buffered[(core * places) + (number < places ? number : number - places)];

    /// <summary>Where a core stands: together, so that one line of the host's cache holds it.</summary>
    private struct TimedCore
    {
        public int Oldest;
        public int Buffered;
        public bool IsLeaving;
        public bool IsUnderWay;
        public bool IsWaiting;
        public bool Resumes;
        public TimedOp Op; // what is under way, or waits
        public long WaitsSince;
        public long Returned;
    }
}
