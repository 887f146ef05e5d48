using System.Globalization;
using MemoryModelLab.Workloads;

namespace MemoryModelLab.Stores.Tests;

/// <summary>
/// Keys come and go while as many stay: memory stays too. MML_STORES_CHURN=100000000 does a hundred million operations on each store. It runs
/// alone, for the heap is everybody's.
/// </summary>
[Collection(nameof(Alone))]
public sealed class ChurnTests
{
    private const int Live = 1000;

    // A word lost for every key that goes would be several times this.
    private const long Slack = 1 << 20;

    private static readonly long Operations =
        long.TryParse(Environment.GetEnvironmentVariable("MML_STORES_CHURN"), NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : 800_000;

    public static TheoryData<StoreKind> Stores => [.. StoreKind.All];

    [Theory]
    [MemberData(nameof(Stores))]
    public void NumbersLeaveNothingBehind(StoreKind kind) => Churn(kind.Create<long, long>(), key => key);

    [Theory]
    [MemberData(nameof(Stores))]
    public void ObjectsLeaveNothingBehind(StoreKind kind) => Churn(kind.Create<long, object>(), _ => new object());

    private static void Churn<TValue>(KeyValueStore<long, TValue> store, Func<long, TValue> value)
    {
        for (long key = 0; key < Live; key++)
            store[key] = value(key);
        long half = Operations / 4;
        long next = Replace(Live, half);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        next = Replace(next, half);
        long after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.Equal(Live, store.Count);
        Assert.InRange(after, 0, before + Slack);
        Assert.True(store.ContainsKey(next - 1));

        // Two operations for each key.
        long Replace(long first, long count)
        {
            for (long key = first; key < first + count; key++)
            {
                store[key] = value(key);
                if (!store.TryRemove(key - Live, out _))
                    Assert.Fail($"{key - Live} was not there");
            }
            return first + count;
        }
    }
}

/// <summary>Tests that nothing may run beside.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
