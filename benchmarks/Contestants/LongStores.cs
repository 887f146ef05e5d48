using System.Collections.Concurrent;
using MemoryModelLab.Workloads;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.Contestants;

/// <summary>The stores with numbers for keys and values, by name: ours, and their peers.</summary>
internal static class LongStores
{
    public const string Platform = "ConcurrentDictionary";
    public const string Faster = "FASTER";
    public const string Array = "array";

    /// <summary>All but FASTER, whose sessions are for one thread each, and the array, which is no store.</summary>
    public static IEnumerable<string> ForThreads => [Platform, .. StoreKind.All.Select(kind => kind.Name).Where(name => !name.StartsWith("probing-", StringComparison.Ordinal))];

    /// <summary>All, with the limit: a bare array.</summary>
    public static IEnumerable<string> All => [.. ForThreads, Faster, Array];

    /// <summary>Those that are measured where a run is long.</summary>
    public static IEnumerable<string> Few => [Platform, "probing", "mutex", "striped", "split-ordered", Faster];

    /// <summary>A store with the first keys; none when <paramref name="count"/> is 0.</summary>
    public static IFilled<long> Make(string name, int count) => name switch
    {
        Platform => Fill(new LongPlatform(new ConcurrentDictionary<long, long>()), count),
        Faster => Fill(LongFaster.Create(count), count),
        Array => Fill(new LongArray(new long[count]), count),
        "probing" => Fill(new LongProbing(new ProbingStore<long, long>()), count),
        "mutex" => Fill(new LongMutex(new MutexStore<long, long>()), count),
        _ => Fill(new LongOther(StoreKind.Find(name)!.Create<long, long>()), count),
    };

    private static Filled<TContestant, long> Fill<TContestant>(TContestant store, int count)
        where TContestant : struct, IContestant<long>
    {
        for (int i = 0; i < count; i++)
            store.Set(Keys.Long(i));
        return new Filled<TContestant, long>(store);
    }
}
