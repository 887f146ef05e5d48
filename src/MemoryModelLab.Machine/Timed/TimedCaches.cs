using System.Numerics;

namespace MemoryModelLab.Machine.Timed;

/// <summary>
/// The caches of a timed machine: who has which line in which state, what is where, and how long an access takes. A transaction is done whole when it is
/// granted; those on one line, and on a bus all, follow each other. A line is private to a core's two levels; the first holds part of the second.
/// </summary>
internal sealed class TimedCaches
{
    private readonly TimedOptions options;
    private readonly TimedRules rules;
    private readonly Latencies latency;
    private readonly int words;
    private readonly byte[] states;
    private readonly ulong[] holders;
    private readonly long[] busyUntil;
    private readonly long[] written;
    private readonly long[] lost;
    private readonly LineCounters[] counters;
    private readonly TagArray first;
    private readonly TagArray second;
    private long busBusyUntil;
    private long writes = 1;

    public TimedCaches(TimedOptions options, int cells)
    {
        this.options = options;
        rules = new TimedRules(options.Protocol);
        latency = options.Latencies;
        Lines = (cells + options.CellsPerLine - 1) / options.CellsPerLine;
        words = (options.Cores + 63) / 64;
        states = new byte[Lines * options.Cores];
        lost = new long[Lines * options.Cores];
        holders = new ulong[Lines * words];
        busyUntil = new long[Lines];
        counters = new LineCounters[Lines];
        written = new long[cells];
        (first, second) = (new TagArray(options.Cores, options.L1), new TagArray(options.Cores, options.L2));
    }

    public int Lines { get; }

    /// <summary>What happened to each line.</summary>
    public LineCounters[] Counters => counters;

    /// <summary>The name of the last transaction's event, for pictures; -1 when the last access was a hit.</summary>
    public int LastTransaction { get; private set; }

    /// <summary>Does an access of a core at a time; when it is done.</summary>
    public long Access(int core, int cell, int wish, long now)
    {
        int line = cell / options.CellsPerLine;
        ref byte state = ref states[(line * options.Cores) + core];
        ref LineCounters count = ref counters[line];
        LastTransaction = rules.Transaction(wish, state);
        long done;
        if (LastTransaction < 0)
        {
            count.Hits++;
            state = rules.Next(wish, state, true);
            done = now + (first.Touch(core, line) ? latency.L1 : FromSecond(core, line));
        }
        else
        {
            count.Misses++;
            if (lost[(line * options.Cores) + core] > written[cell]) count.FalseSharing++;
            lost[(line * options.Cores) + core] = 0;
            done = Transact(core, line, wish, now, ref state, ref count);
        }

        if (wish == TimedRules.Store) written[cell] = ++writes;
        return done;
    }

    private long Transact(int core, int line, int wish, long now, ref byte state, ref LineCounters count)
    {
        long granted = Math.Max(now, busyUntil[line]);
        if (options.Interconnect == Interconnect.Bus) granted = Math.Max(granted, busBusyUntil);
        count.Waited += granted - now;
        bool had = state != 0;
        bool isShared = Snoop(core, line, LastTransaction, ref count, out bool isSupplied, out bool isTold);
        byte next = rules.Next(wish, state, isShared);
        long done = granted + (options.Interconnect == Interconnect.Bus ? latency.Bus : (2 * latency.Hop) + latency.Directory);
        if (isSupplied) count.Transfers++;
        if (isTold || isSupplied) done += options.Interconnect == Interconnect.Bus ? 0 : latency.Hop;
        if (!had && !isSupplied) done += latency.Memory;
        busyUntil[line] = done;
        if (options.Interconnect == Interconnect.Bus) busBusyUntil = granted + latency.Bus;
        state = next;
        if (next != 0) holders[(line * words) + (core >> 6)] |= 1UL << core;
        if (!had && next != 0) Insert(core, line);
        return done + latency.L1;
    }

    /// <summary>All that have the line see a transaction; whether any has.</summary>
    private bool Snoop(int requester, int line, int seen, ref LineCounters count, out bool isSupplied, out bool isTold)
    {
        (isSupplied, isTold) = (false, false);
        bool isShared = false;
        for (int word = 0; word < words; word++)
        {
            ulong left = holders[(line * words) + word];
            for (; left != 0; left &= left - 1)
            {
                int core = (word << 6) + BitOperations.TrailingZeroCount(left);
                if (core == requester) continue;
                isShared = true;
                ref byte state = ref states[(line * options.Cores) + core];
                isSupplied |= rules.Supplies(seen, state);
                byte next = rules.Snooped(seen, state);
                isTold |= next != state;
                state = next;
                if (next == 0) Lose(core, line, ref count);
            }
        }

        return isShared;
    }

    private void Lose(int core, int line, ref LineCounters count)
    {
        count.Invalidations++;
        holders[(line * words) + (core >> 6)] &= ~(1UL << core);
        lost[(line * options.Cores) + core] = writes + 1; // that of the write that takes it away
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
        ref byte state = ref states[(evicted * options.Cores) + core];
        if (rules.WritesBack(state)) busyUntil[evicted] = Math.Max(busyUntil[evicted], busyUntil[line] + latency.Memory);
        state = 0;
        holders[(evicted * words) + (core >> 6)] &= ~(1UL << core);
    }
}
