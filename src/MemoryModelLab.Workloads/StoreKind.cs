using MemoryModelLab.Stores;
using MemoryModelLab.Stores.Probing;

namespace MemoryModelLab.Workloads;

/// <summary>A store by name, made for any types: what verbs and suites are driven by.</summary>
/// <param name="Name">The name, as a user types it.</param>
public sealed record StoreKind(string Name)
{
    /// <summary>Every store, and every code path of the one that has several.</summary>
    public static IReadOnlyList<StoreKind> All { get; } =
    [
        new("mutex"),
        new("reader-writer"),
        new("striped"),
        new("seqlock"),
        new("copy-on-write"),
        new("left-right"),
        new("split-ordered"),
        new("probing"),
        new("probing-objects-256"),
        new("probing-objects-128"),
        new("probing-objects-scalar"),
    ];

    /// <summary>The store called <paramref name="name"/>, or null.</summary>
    public static StoreKind? Find(string name) => All.FirstOrDefault(kind => string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A new, empty store.</summary>
    public KeyValueStore<TKey, TValue> Create<TKey, TValue>(IEqualityComparer<TKey>? comparer = null)
        where TKey : notnull => Name switch
        {
            "mutex" => new MutexStore<TKey, TValue>(comparer),
            "reader-writer" => new ReaderWriterStore<TKey, TValue>(comparer),
            "striped" => new StripedStore<TKey, TValue>(comparer),
            "seqlock" => new SeqlockStore<TKey, TValue>(comparer),
            "copy-on-write" => new CopyOnWriteStore<TKey, TValue>(comparer),
            "left-right" => new LeftRightStore<TKey, TValue>(comparer),
            "split-ordered" => new SplitOrderedStore<TKey, TValue>(comparer),
            "probing" => new ProbingStore<TKey, TValue>(comparer),
            "probing-objects-256" => Objects<TKey, TValue, TagProbe256>(comparer),
            "probing-objects-128" => Objects<TKey, TValue, TagProbe128>(comparer),
            "probing-objects-scalar" => Objects<TKey, TValue, TagProbeScalar>(comparer),
            _ => throw new InvalidOperationException($"There is no store '{Name}'."),
        };

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The table of objects whatever the types, looked at in one of the ways there are.</summary>
    private static ProbingStore<TKey, TValue> Objects<TKey, TValue, TProbe>(IEqualityComparer<TKey>? comparer)
        where TKey : notnull
        where TProbe : struct, ITagProbe<TProbe>
    {
        var keys = new ComparedKeys<TKey>(comparer ?? EqualityComparer<TKey>.Default);
        return new ProbingStore<TKey, TValue>(comparer, new TagMapOf<TKey, TValue, ComparedKeys<TKey>, TProbe>(keys, 0));
    }
}
