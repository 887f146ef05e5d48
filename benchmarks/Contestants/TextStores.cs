using System.Collections.Concurrent;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.Contestants;

/// <summary>The stores with texts for keys and values, by name.</summary>
internal static class TextStores
{
    public static IEnumerable<string> All => [LongStores.Platform, "probing", "mutex"];

    /// <summary>A store with the first keys.</summary>
    public static IFilled<Text> Make(string name, int count) => name switch
    {
        LongStores.Platform => Fill(new TextPlatform(new ConcurrentDictionary<string, string>()), count),
        "probing" => Fill(new TextProbing(new ProbingStore<string, string>()), count),
        "mutex" => Fill(new TextMutex(new MutexStore<string, string>()), count),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such store."),
    };

    private static Filled<TContestant, Text> Fill<TContestant>(TContestant store, int count)
        where TContestant : struct, IContestant<Text>
    {
        for (int i = 0; i < count; i++)
            store.Set(Keys.Text(i));
        return new Filled<TContestant, Text>(store);
    }
}
