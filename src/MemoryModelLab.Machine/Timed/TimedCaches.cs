namespace MemoryModelLab.Machine.Timed;

/// <summary>
/// The caches of a timed machine: who has which line in which state, what is where, and how long an access takes. What a transaction changes it
/// changes whole, when it is asked for; those on one line, and on a bus all, follow each other in time, and a line is there when its transaction is done. A line is
/// private to a core's two levels; the first holds part of the second.
/// </summary>
internal sealed class TimedCaches
{
    private const int Nobody = -1;

    private readonly TimedRules rules;
    private readonly Latencies latency;
    private readonly bool isBus;
    private readonly int cores;
    private readonly int cellsPerLine;
    private readonly LineHolders holders;
    private readonly (long Until, int ComesTo)[] busy; // until when a line's last transaction takes, and whom it brings the line
    private readonly (long Number, int Core)[] written; // each cell's last write
    private readonly long[] came; // the writes there had been when a core got a line; 0 once it left of itself
    private readonly LineCounters[] counters;
    private readonly TagArray first;
    private readonly TagArray second;
    private long busBusyUntil;
    private long writes = 1;

    public TimedCaches(TimedOptions options, int cells)
    {
        rules = new TimedRules(options.Protocol);
        (latency, isBus) = (options.Latencies, options.Interconnect == Interconnect.Bus);
        (cores, cellsPerLine) = (options.Cores, options.CellsPerLine);
        Lines = (cells + cellsPerLine - 1) / cellsPerLine;
        holders = new LineHolders(rules, Lines, cores);
        came = new long[Lines * cores];
        busy = new (long, int)[Lines];
        counters = new LineCounters[Lines];
        written = new (long, int)[cells];
        (first, second) = (new TagArray(cores, options.L1, Lines), new TagArray(cores, options.L2, Lines));
    }

    public int Lines { get; }

    /// <summary>What happened to each line.</summary>
    public LineCounters[] Counters => counters;

    /// <summary>The last access's transaction, for pictures; null when it was a hit.</summary>
    public TimedTransaction? LastTransaction { get; private set; }

    /// <summary>Does an access of a core at a time; when it is done.</summary>
    public long Access(int core, int cell, int wish, long now)
    {
        int line = cell / cellsPerLine, state = holders.StateOf(line, core);
        ref LineCounters count = ref counters[line];
        int transaction = rules.Transaction(wish, state);
        long done;
        if (transaction < 0)
        {
            LastTransaction = null;
            count.Hits++;
            int next = rules.Next(wish, state, true);
            if (next != state) holders.Change(line, core, state, next);
            done = WhenThere(core, line, now) + (first.Touch(core, line) ? latency.L1 : FromSecond(core, line));
        }
        else
        {
            count.Misses++;
            if (state == 0 && IsLostForNothing(core, line, cell)) count.FalseSharing++;
            done = Transact(core, line, wish, transaction, now, state, ref count);
        }

        if (wish == TimedRules.Store) written[cell] = (++writes, core);
        return done;
    }

    /// <summary>When a core can use a line that is its own by now, though it may still be on its way.</summary>
    private long WhenThere(int core, int line, long now)
    {
        (long until, int comesTo) = busy[line];
        return until > now && comesTo == core ? until : now;
    }

    /// <summary>
    /// Whether a core had a line, and no one else has written this cell since it came. What the core wrote itself it wrote while it had the line, before the
    /// write that took it away.
    /// </summary>
    private bool IsLostForNothing(int core, int line, int cell)
    {
        long since = came[(line * cores) + core];
        (long number, int writer) = written[cell];
        return since != 0 && (number <= since || writer == core);
    }

    private long Transact(int core, int line, int wish, int transaction, long now, int state, ref LineCounters count)
    {
        long granted = Math.Max(now, busy[line].Until);
        if (isBus) granted = Math.Max(granted, busBusyUntil);
        count.Waited += granted - now;
        SnoopResult others = holders.Snoop(line, core, state, transaction);
        int next = rules.Next(wish, state, others.IsShared);
        long done = granted + (isBus ? latency.Bus : (2 * latency.Hop) + latency.Directory);
        count.Invalidations += others.Invalidated;
        if (others.IsSupplied) count.Transfers++;
        if ((others.IsTold || others.IsSupplied) && !isBus) done += latency.Hop;
        if (state == 0 && next != 0 && !others.IsSupplied) done += latency.Memory;
        busy[line] = (done, state == 0 ? core : Nobody);
        if (isBus) busBusyUntil = granted + latency.Bus;
        LastTransaction = new TimedTransaction(transaction, granted, isBus ? busBusyUntil : done);
        if (next != state) holders.Change(line, core, state, next);
        if (state == 0) came[(line * cores) + core] = next == 0 ? 0 : writes;
        if (state == 0 && next != 0) Insert(core, line);
        return done + latency.L1;
    }

    private int FromSecond(int core, int line)
    {
        second.Touch(core, line);
        first.Insert(core, line);
        return latency.L2;
    }

    /// <summary>A line comes. Where it was lost before, its place may still be there: no one goes to a cache to clear it.</summary>
    private void Insert(int core, int line)
    {
        if (!first.Touch(core, line)) first.Insert(core, line);
        if (second.Touch(core, line)) return;
        int evicted = second.Insert(core, line);
        if (evicted < 0) return;
        first.Remove(core, evicted);
        int state = holders.StateOf(evicted, core);
        if (rules.WritesBack(state)) busy[evicted] = (Math.Max(busy[evicted].Until, busy[line].Until + latency.Memory), Nobody);
        if (state == 0) return;
        holders.Change(evicted, core, state, 0);
        came[(evicted * cores) + core] = 0;
    }
}
