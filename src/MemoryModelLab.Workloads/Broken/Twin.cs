using System.Diagnostics;
using MemoryModelLab.Workloads.Stress;

namespace MemoryModelLab.Workloads.Broken;

/// <summary>A store with one thing wrong, and what is to find it.</summary>
/// <param name="Name">The name, as a user types it.</param>
/// <param name="Wrong">What is wrong.</param>
/// <param name="Litmus">The litmus test of it, in <c>litmus/stores</c>.</param>
/// <param name="Cured">The litmus test without the error.</param>
/// <param name="NeedsWeakMemory">Whether no interleaving shows it, only a processor or compiler that reorders.</param>
/// <param name="Attempt">Puts a new one under stress; says what was seen, or null.</param>
internal sealed record Twin(
    string Name, string Wrong, string Litmus, string Cured, bool NeedsWeakMemory, Func<int, TimeSpan, CancellationToken, string?> Attempt)
{
    public static IReadOnlyList<Twin> All { get; } =
    [
        new("lost-update", "compares, then assigns", "LostUpdate", "LostUpdate+cas", false,
            Histories(() => new LostUpdateStore(), value => value, value => value, StressKind.Set, StressKind.Update, StressKind.Increment)),
        new("torn-value", "four words written in place", "TornValue", "TornValue+box", false,
            Histories(() => new TornValueStore(), Wide.Encode, Wide.Decode, StressKind.Set, StressKind.Get)),
        new("resize-race", "marks what it copied by a plain store", "ResizeRace", "ResizeRace+cas", false,
            Histories(() => new ResizeRaceStore(), value => value, value => value, StressKind.Set, StressKind.Get)),
        new("aba", "a free list without versions", "Aba", "Aba+version", false,
            Histories(() => new AbaStore(), value => value, value => value, StressKind.Set, StressKind.Get, StressKind.Remove)),
        new("missing-release", "says \"full\" by a plain store", "MissingRelease", "SafePublication", true, Publications(release: false, acquire: true)),
        new("missing-acquire", "looks whether it is full by a plain load", "MissingAcquire", "SafePublication", true, Publications(release: true, acquire: false)),
        new("unsafe-publication", "publishes by plain accesses on both sides", "UnsafePublication", "SafePublication", true, Publications(release: false, acquire: false)),
    ];

    /// <summary>Tries new ones until the time is over; says what was seen first, or null.</summary>
    public string? Stress(TimeSpan limit, int seed, CancellationToken cancellation = default)
    {
        long start = Stopwatch.GetTimestamp();
        while (!cancellation.IsCancellationRequested && limit - Stopwatch.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
        {
            if (Attempt(seed++, left, cancellation) is { } seen)
                return seen;
        }
        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static Func<int, TimeSpan, CancellationToken, string?> Histories<TValue>(
        Func<BrokenStore<TValue>> create, Func<long, TValue> encode, Func<TValue, long?> decode, params StressKind[] kinds)
    {
        var plan = new StressPlan { Kinds = kinds, Fillers = false, Rounds = BrokenStore<TValue>.Slots / HistoryStress<long, TValue>.Keys };
        return (seed, limit, cancellation) => new HistoryStress<long, TValue>(create(), key => key, encode, decode, plan, seed).Run(limit, cancellation)?.Reason;
    }

    private static Func<int, TimeSpan, CancellationToken, string?> Publications(bool release, bool acquire) => (_, _, _) =>
        PublicationStress.Wrong(new WeaklyOrderedStore(release, acquire)) is > 0 and int wrong ? $"{wrong} values were not the ones set" : null;
}
