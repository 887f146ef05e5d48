using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.Memory;

/// <summary>How many bytes does an entry take, in a store that grew to its size?</summary>
internal static class MemoryPerEntry
{
    public sealed record Row(string Store, int Entries, double BytesPerEntry, double Ratio);

    public static void Run()
    {
        var rows = new List<Row>();
        foreach (int entries in new[] { 1_000, 1_000_000, 10_000_000 })
        {
            double reference = 0;
            foreach ((string store, Func<int, object> fill) in Footprint.Stores)
            {
                double bytes = Footprint.Measure(fill, entries).BytesPerEntry;
                reference = reference == 0 ? bytes : reference;
                rows.Add(new Row(store, entries, bytes, bytes / reference));
            }
        }
        Results.Write("memory", "Bytes an entry, numbers to numbers", rows);
    }
}
