using System.Diagnostics;
using MemoryModelLab.Stores.Benchmarks.Contestants;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.Growth;

/// <summary>What does the slowest insertion cost while a store grows from nothing? Every insertion is timed.</summary>
internal static class GrowthLatency
{
    private const int Repetitions = 5;

    /// <summary>One store grown to one size; times in nanoseconds, the timer's own among them.</summary>
    public sealed record Row(string Store, int Entries, double MillionPerSecond, double P50, double P99, double P999, double P9999, double Slowest);

    public static void Run()
    {
        Results.Bind(0);
        var rows = new List<Row>();
        foreach (int entries in new[] { 1_000_000, 10_000_000 })
        {
            foreach (string store in LongStores.ForThreads.Where(name => name != "copy-on-write" || entries <= 1_000_000))
            {
                Row[] repeated = [.. Enumerable.Range(0, Repetitions).Select(_ => Grow(store, entries))];
                rows.Add(new Row(
                    store, entries, Of(row => row.MillionPerSecond), Of(row => row.P50), Of(row => row.P99), Of(row => row.P999), Of(row => row.P9999), Of(row => row.Slowest)));

                double Of(Func<Row, double> figure) => Median.Of(repeated.Select(figure));
            }
        }
        Results.Write("growth", "Growth from empty, every insertion timed (ns)", rows);
    }

    private static Row Grow(string name, int entries)
    {
        GC.Collect();
        var work = new TimedInsertions(Keys.Shuffled(entries, seed: 1));
        long start = Stopwatch.GetTimestamp();
        LongStores.Make(name, 0).Run(work);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.Sort(work.Ticks);
        return new Row(name, entries, entries / seconds / 1e6, At(0.5), At(0.99), At(0.999), At(0.9999), At(1));

        double At(double part) => work.Ticks[Math.Min(entries - 1, (int)(entries * part))] * 1e9 / Stopwatch.Frequency;
    }

    private readonly struct TimedInsertions(int[] numbers) : IWork<long>
    {
        public int[] Ticks { get; } = new int[numbers.Length];

        public long Do<TContestant>(TContestant store, int thread)
            where TContestant : struct, IContestant<long>
        {
            long before = Stopwatch.GetTimestamp();
            for (int i = 0; i < numbers.Length; i++)
            {
                store.Set(Keys.Long(numbers[i]));
                long after = Stopwatch.GetTimestamp();
                Ticks[i] = (int)Math.Min(after - before, int.MaxValue);
                before = after;
            }
            return numbers.Length;
        }
    }
}
