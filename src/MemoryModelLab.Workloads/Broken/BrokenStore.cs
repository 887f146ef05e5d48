using System.Diagnostics.CodeAnalysis;
using MemoryModelLab.Stores;

namespace MemoryModelLab.Workloads.Broken;

/// <summary>
/// A twin of a store with one thing wrong: what the detectors are tested by. It has one slot for each of <see cref="Slots"/> keys, and
/// only the operations that its error takes.
/// </summary>
internal abstract class BrokenStore<TValue>() : KeyValueStore<long, TValue>(null)
{
    public const int Slots = 1 << 13;

    private int pauses;

    public override int Count => throw new NotSupportedException();

    public override bool TryAdd(long key, TValue value) => throw new NotSupportedException();

    public override bool TryUpdate(long key, TValue newValue, TValue comparisonValue) => throw new NotSupportedException();

    public override bool TryRemove(long key, [MaybeNullWhen(false)] out TValue value) => throw new NotSupportedException();

    public override bool TryRemove(KeyValuePair<long, TValue> item) => throw new NotSupportedException();

    public override void Clear() => throw new NotSupportedException();

    public override IEnumerator<KeyValuePair<long, TValue>> GetEnumerator() => throw new NotSupportedException();

    /// <summary>Now and then lets another thread run, as the system may do anywhere: the error is there without, and seen sooner with it.</summary>
    protected void Pause()
    {
        // plain: a lost increment is no matter.
        if (pauses++ % 8 == 0)
            Thread.Yield();
    }
}
