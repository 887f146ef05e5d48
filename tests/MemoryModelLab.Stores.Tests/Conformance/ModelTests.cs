using System.Runtime.InteropServices;
using MemoryModelLab.Workloads;

namespace MemoryModelLab.Stores.Tests.Conformance;

/// <summary>Random sequences of operations against a plain dictionary, with keys and values of every shape the stores treat apart.</summary>
public sealed class ModelTests : ConformanceTests
{
    private const int Operations = 8_000;

    [Theory]
    [MemberData(nameof(Stores))]
    public void Longs(StoreKind kind) => Compare(kind, key => key * 0x1_0000_0001L, value => (long)value);

    [Theory]
    [MemberData(nameof(Stores))]
    public void LongsAtTheEdgesOfTheirDomain(StoreKind kind) =>
        Compare(kind, key => key switch { 0 => 0L, 1 => -1L, 2 => long.MinValue, 3 => long.MaxValue, _ => key }, value => -(long)value);

    [Theory]
    [MemberData(nameof(Stores))]
    public void Ints(StoreKind kind) => Compare(kind, key => key - 50, value => value);

    [Theory]
    [MemberData(nameof(Stores))]
    public void BytesToDoubles(StoreKind kind) => Compare(kind, key => (byte)key, value => value % 3 == 0 ? double.NaN : value / 2.0);

    [Theory]
    [MemberData(nameof(Stores))]
    public void EnumsToBooleans(StoreKind kind) => Compare(kind, key => (DayOfWeek)key, value => value % 2 == 0);

    [Theory]
    [MemberData(nameof(Stores))]
    public void Strings(StoreKind kind) => Compare(kind, key => $"key {key}", value => value % 5 == 0 ? null : $"value {value}");

    [Theory]
    [MemberData(nameof(Stores))]
    public void StringsToStructs(StoreKind kind) => Compare(kind, key => new string('k', key), value => (value, (long)value, $"{value}"));

    [Theory]
    [MemberData(nameof(Stores))]
    public void StructsToLongs(StoreKind kind) => Compare(kind, key => new Guid(key, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), value => (long)value);

    [Theory]
    [MemberData(nameof(Stores))]
    public void LongsToStrings(StoreKind kind) => Compare(kind, key => (long)key, value => $"{value}");

    [Theory]
    [MemberData(nameof(Stores))]
    public void WithAComparer(StoreKind kind) =>
        Compare(kind, key => key % 2 == 0 ? $"Key{key / 2}" : $"kEY{key / 2}", value => value, StringComparer.OrdinalIgnoreCase);

    [Theory]
    [MemberData(nameof(Stores))]
    public void WithAComparerOfNumbers(StoreKind kind) =>
        Compare(kind, key => (long)key, value => (long)value, EqualityComparer<long>.Create((x, y) => x % 10 == y % 10, x => (int)(x % 10)));

    private static void Compare<TKey, TValue>(
        StoreKind kind, Func<int, TKey> key, Func<int, TValue> value, IEqualityComparer<TKey>? comparer = null)
        where TKey : notnull
    {
        var random = new Random(1);
        var model = new Dictionary<TKey, TValue>(comparer);
        KeyValueStore<TKey, TValue> store = kind.Create<TKey, TValue>(comparer);
        for (int i = 0; i < Operations; i++)
        {
            int keys = i < Operations / 2 ? 200 : 4;
            TKey k = key(random.Next(keys));
            TValue v = value(random.Next(6));
            TValue w = value(random.Next(6));
            bool present = model.TryGetValue(k, out TValue? old);
            bool same = present && EqualityComparer<TValue>.Default.Equals(old, w);
            switch (random.Next(i % 500 == 0 ? 11 : 10))
            {
                case 0:
                    store[k] = v;
                    model[k] = v;
                    break;
                case 1:
                    Assert.Equal(model.TryAdd(k, v), store.TryAdd(k, v));
                    break;
                case 2:
                    Assert.Equal(same, store.TryUpdate(k, v, w));
                    if (same)
                        model[k] = v;
                    break;
                case 3:
                    Assert.Equal(model.Remove(k, out TValue? gone), store.TryRemove(k, out TValue? removed));
                    Assert.Equal(gone, removed);
                    break;
                case 4:
                    Assert.Equal(same, store.TryRemove(KeyValuePair.Create(k, w)));
                    if (same)
                        model.Remove(k);
                    break;
                case 5:
                    Assert.Equal(present ? old : v, store.GetOrAdd(k, v));
                    model.TryAdd(k, v);
                    break;
                case 6:
                    Assert.Equal(present ? old : v, store.GetOrAdd(k, _ => v));
                    model.TryAdd(k, v);
                    break;
                case 7:
                    Assert.Equal(present ? w : v, store.AddOrUpdate(k, v, (_, _) => w));
                    model[k] = present ? w : v;
                    break;
                case 8:
                    Assert.Equal(present, store.ContainsKey(k));
                    Assert.Equal(model.Count, store.Count);
                    Assert.Equal(model.Count == 0, store.IsEmpty);
                    break;
                case 9:
                    Assert.Equal(present, store.TryGetValue(k, out TValue? read));
                    Assert.Equal(old, read);
                    break;
                default:
                    store.Clear();
                    model.Clear();
                    break;
            }
            if (i % 100 == 0)
                Same(model, store);
        }
        Same(model, store);
    }

    private static void Same<TKey, TValue>(Dictionary<TKey, TValue> model, KeyValueStore<TKey, TValue> store)
        where TKey : notnull
    {
        KeyValuePair<TKey, TValue>[] entries = [.. store];
        Assert.Equal(model.Count, entries.Length);
        foreach ((TKey key, TValue value) in entries)
        {
            ref TValue expected = ref CollectionsMarshal.GetValueRefOrNullRef(model, key);
            Assert.False(System.Runtime.CompilerServices.Unsafe.IsNullRef(ref expected));
            Assert.Equal(expected, value);
        }
        Assert.Equal(entries.Length, entries.Select(entry => entry.Key).Distinct(model.Comparer).Count());
    }
}
