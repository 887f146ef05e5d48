using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using MemoryModelLab.Stores;

namespace MemoryModelLab.Workloads.Benchmarks;

/// <summary>What a store of numbers costs by being there: bytes an entry, and how long a full blocking collection takes.</summary>
internal static class Footprint
{
    private const int Collections = 5;

    /// <summary>The stores, each filled from empty, one at a time; the first is the reference.</summary>
    public static IReadOnlyList<(string Store, Func<int, object> Fill)> Stores { get; } =
    [
        (nameof(ConcurrentDictionary<,>), Platform),
        (nameof(ProbingStore<,>), count => Filled(new ProbingStore<long, long>(), count)),
        (nameof(MutexStore<,>), count => Filled(new MutexStore<long, long>(), count)),
    ];

    /// <summary>Fills a store, measures, and lets it go.</summary>
    public static (double BytesPerEntry, double PauseMilliseconds) Measure(Func<int, object> fill, int count)
    {
        long before = Settled();
        object store = fill(count);
        long after = Settled();
        double pause = Median.Of(Enumerable.Range(0, Collections).Select(_ => Collect()));
        GC.KeepAlive(store);
        return ((after - before) / (double)count, pause);
    }

    /// <summary>Milliseconds of a full blocking collection.</summary>
    private static double Collect()
    {
        long start = Stopwatch.GetTimestamp();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>The size of the heap when nothing is left to collect.</summary>
    private static long Settled()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ConcurrentDictionary<long, long> Platform(int count)
    {
        var store = new ConcurrentDictionary<long, long>();
        for (int i = 0; i < count; i++)
            store[Keys.Long(i)] = i;
        return store;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static KeyValueStore<long, long> Filled(KeyValueStore<long, long> store, int count)
    {
        for (int i = 0; i < count; i++)
            store.Set(Keys.Long(i), i);
        return store;
    }
}
