using System.Numerics;
using FASTER.core;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Benchmarks.Contestants;

/// <summary>Microsoft's FASTER, all in memory, with a session for one thread.</summary>
internal readonly struct LongFaster : IContestant<long>
{
    private readonly ClientSession<long, long, long, long, Empty, IFunctions<long, long, long, long, Empty>> session;

    private LongFaster(FasterKV<long, long> store) => session = store.NewSession(new SimpleFunctions<long, long>());

    /// <summary>An empty store with an index for so many keys, and memory for all of them.</summary>
    public static LongFaster Create(int count)
    {
        const int RecordSize = 24;
        int bits = Math.Clamp(BitOperations.Log2((uint)Math.Max(count, 1) * RecordSize) + 2, 20, 34);
        return new LongFaster(new FasterKV<long, long>(
            Math.Max(1L << 10, (long)BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, 1)) / 2),
            new LogSettings { LogDevice = new NullDevice(), ObjectLogDevice = new NullDevice(), MemorySizeBits = bits, PageSizeBits = Math.Min(bits - 2, 25), MutableFraction = 0.9 }));
    }

    public bool Get(long key)
    {
        long value = 0;
        return session.Read(ref key, ref value).Found && Keys.IsValue(key, value);
    }

    public void Set(long key, int stamp = 0) => session.Upsert(key, Keys.Value(key, stamp));
}
