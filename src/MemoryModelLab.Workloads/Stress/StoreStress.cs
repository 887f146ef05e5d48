using System.Diagnostics;
using System.Globalization;
using MemoryModelLab.Stores;

namespace MemoryModelLab.Workloads.Stress;

/// <summary>
/// One store under stress after another, each with the next seed and other types: keys that are numbers or texts in turn, words in a store
/// that is cleared now and then, values of four words, small stores that are always growing, and keys of which many have the same hash.
/// </summary>
public static class StoreStress
{
    /// <summary>So many seeds on end go through all combinations.</summary>
    public const int Shapes = 32;

    /// <summary>So many hashes there are where keys collide.</summary>
    private const int Hashes = 32;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(0.4);

    /// <summary>Puts stores of one kind under stress until the time is over or one is wrong.</summary>
    /// <param name="kind">Which store.</param>
    /// <param name="time">How long; at least one store is tried.</param>
    /// <param name="seed">Decides what is asked.</param>
    /// <param name="keys">What the keys are; null for all in turn.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static StressReport Run(StoreKind kind, TimeSpan time, int seed, StressKeys? keys = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        long start = Stopwatch.GetTimestamp();
        var report = new StressReport(kind.Name, 0, 0, 0, TimeSpan.Zero, seed, null);
        do
        {
            TimeSpan left = time - Stopwatch.GetElapsedTime(start);
            report = report.With(One(kind, keys, left < Longest ? left : Longest, unchecked(seed + report.Stores), cancellation));
        }
        while (report.Violation is null && Stopwatch.GetElapsedTime(start) < time && !cancellation.IsCancellationRequested);
        return report with { Time = Stopwatch.GetElapsedTime(start) };
    }

    private static StressReport One(StoreKind kind, StressKeys? keys, TimeSpan limit, int seed, CancellationToken cancellation) =>
        (keys ?? (StressKeys)(seed & 1)) == StressKeys.Numbers
            ? One(kind, number => number, limit, seed, cancellation)
            : One(kind, Text, limit, seed, cancellation);

    private static StressReport One<TKey>(StoreKind kind, Func<long, TKey> key, TimeSpan limit, int seed, CancellationToken cancellation)
        where TKey : notnull
    {
        bool clears = (seed & 8) == 0;
        // Different keys then meet in the same places, with the same tags.
        IEqualityComparer<TKey>? comparer = (seed & 16) == 0
            ? null
            : EqualityComparer<TKey>.Create(EqualityComparer<TKey>.Default.Equals, key => EqualityComparer<TKey>.Default.GetHashCode(key!) % Hashes);
        return (seed >> 1 & 3) switch
        {
            0 => Of(kind.Create<TKey, long>(comparer), value => value, value => value, new StressPlan { Clears = true }),
            1 => Of(kind.Create<TKey, Wide>(comparer), Wide.Encode, Wide.Decode, new StressPlan()),
            2 => Of(
                kind.Create<TKey, string>(comparer),
                value => value.ToString(CultureInfo.InvariantCulture),
                value => long.Parse(value, CultureInfo.InvariantCulture),
                new StressPlan { Rounds = 3, Clears = clears }),
            _ => Of(kind.Create<TKey, long>(comparer), value => value, value => value, new StressPlan { Rounds = 3, Clears = clears }),
        };

        StressReport Of<TValue>(KeyValueStore<TKey, TValue> store, Func<long, TValue> encode, Func<TValue, long?> decode, StressPlan plan)
        {
            var stress = new HistoryStress<TKey, TValue>(store, key, encode, decode, plan, seed);
            StressViolation? violation = stress.Run(limit, cancellation);
            (store as IDisposable)?.Dispose();
            return new StressReport(kind.Name, 1, stress.Operations, stress.Undecided, TimeSpan.Zero, seed, violation);
        }
    }

    // Some so long that they are not hashed and compared in the quick way.
    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture).PadLeft(1 + (int)(number % 5) * 20, 'x');
}
