using System.Diagnostics;
using System.Globalization;
using MemoryModelLab.Stores;

namespace MemoryModelLab.Workloads.Stress;

/// <summary>
/// One store under stress after another, each with the next seed and other types: words in a store that is cleared now and then, values
/// of four words, and small stores that are always growing.
/// </summary>
public static class StoreStress
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(0.4);

    /// <summary>Puts stores of one kind under stress until the time is over or one is wrong.</summary>
    /// <param name="kind">Which store.</param>
    /// <param name="time">How long; at least one store is tried.</param>
    /// <param name="seed">Decides what is asked.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static StressReport Run(StoreKind kind, TimeSpan time, int seed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        long start = Stopwatch.GetTimestamp();
        var report = new StressReport(kind.Name, 0, 0, 0, TimeSpan.Zero, seed, null);
        do
        {
            TimeSpan left = time - Stopwatch.GetElapsedTime(start);
            report = report.With(One(kind, left < Longest ? left : Longest, unchecked(seed + report.Stores), cancellation));
        }
        while (report.Violation is null && Stopwatch.GetElapsedTime(start) < time && !cancellation.IsCancellationRequested);
        return report with { Time = Stopwatch.GetElapsedTime(start) };
    }

    private static StressReport One(StoreKind kind, TimeSpan limit, int seed, CancellationToken cancellation)
    {
        bool even = (seed & 4) == 0;
        return (seed & 3) switch
        {
            0 => Of(kind.Create<long, long>(), value => value, value => value, new StressPlan { Clears = true }),
            1 => Of(kind.Create<long, Wide>(), Wide.Encode, Wide.Decode, new StressPlan()),
            2 => Of(
                kind.Create<long, string>(),
                value => value.ToString(CultureInfo.InvariantCulture),
                value => long.Parse(value, CultureInfo.InvariantCulture),
                new StressPlan { Rounds = 3, Clears = even }),
            _ => Of(kind.Create<long, long>(), value => value, value => value, new StressPlan { Rounds = 3, Clears = even }),
        };

        StressReport Of<TValue>(KeyValueStore<long, TValue> store, Func<long, TValue> encode, Func<TValue, long?> decode, StressPlan plan)
        {
            var stress = new HistoryStress<TValue>(store, encode, decode, plan, seed);
            StressViolation? violation = stress.Run(limit, cancellation);
            (store as IDisposable)?.Dispose();
            return new StressReport(kind.Name, 1, stress.Operations, stress.Undecided, TimeSpan.Zero, seed, violation);
        }
    }
}
