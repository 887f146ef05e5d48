using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.Collection;

/// <summary>How long does a full blocking collection stop the program because a store is there?</summary>
internal static class CollectionPause
{
    private const int Entries = 10_000_000;

    public sealed record Row(string Store, int Entries, double Milliseconds);

    public static void Run() => Results.Write(
        "collection",
        "A full blocking collection with a store of numbers on the heap (ms)",
        [.. Footprint.Stores.Select(store => new Row(store.Store, Entries, Footprint.Measure(store.Fill, Entries).PauseMilliseconds))]);
}
