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
            _ => throw new ArgumentOutOfRangeException(nameof(comparer), Name),
        };

    public override string ToString() => Name;
}
