using MemoryModelLab.Stores.Probing;

namespace MemoryModelLab.Stores.Tests.Conformance;

/// <summary>A store by name, made for any types: what the suites are driven by.</summary>
public sealed record StoreKind(string Name)
{
    public static IReadOnlyList<StoreKind> All { get; } =
    [
        new("Mutex"),
        new("ReaderWriter"),
        new("Striped"),
        new("Seqlock"),
        new("CopyOnWrite"),
        new("LeftRight"),
        new("SplitOrdered"),
        new("Probing"),
        new("Probing of objects, 256 bits"),
        new("Probing of objects, 128 bits"),
        new("Probing of objects, scalar"),
    ];

    public KeyValueStore<TKey, TValue> Create<TKey, TValue>(IEqualityComparer<TKey>? comparer = null)
        where TKey : notnull => Name switch
        {
            "Mutex" => new MutexStore<TKey, TValue>(comparer),
            "ReaderWriter" => new ReaderWriterStore<TKey, TValue>(comparer),
            "Striped" => new StripedStore<TKey, TValue>(comparer),
            "Seqlock" => new SeqlockStore<TKey, TValue>(comparer),
            "CopyOnWrite" => new CopyOnWriteStore<TKey, TValue>(comparer),
            "LeftRight" => new LeftRightStore<TKey, TValue>(comparer),
            "SplitOrdered" => new SplitOrderedStore<TKey, TValue>(comparer),
            "Probing" => new ProbingStore<TKey, TValue>(comparer),
            "Probing of objects, 256 bits" => ProbingBy<TKey, TValue, TagProbe256>(comparer),
            "Probing of objects, 128 bits" => ProbingBy<TKey, TValue, TagProbe128>(comparer),
            "Probing of objects, scalar" => ProbingBy<TKey, TValue, TagProbeScalar>(comparer),
            _ => throw new ArgumentOutOfRangeException(nameof(comparer), Name),
        };

    private static ProbingStore<TKey, TValue> ProbingBy<TKey, TValue, TProbe>(IEqualityComparer<TKey>? comparer)
        where TKey : notnull
        where TProbe : struct, ITagProbe<TProbe>
    {
        var keys = new ComparedKeys<TKey>(comparer ?? EqualityComparer<TKey>.Default);
        return new ProbingStore<TKey, TValue>(comparer, new TagMapOf<TKey, TValue, ComparedKeys<TKey>, TProbe>(keys, 0));
    }

    public override string ToString() => Name;
}
