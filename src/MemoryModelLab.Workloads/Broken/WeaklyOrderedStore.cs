namespace MemoryModelLab.Workloads.Broken;

/// <summary>
/// A slot is claimed, filled, and said to be full; a reader looks whether it is full, then at the value. With both accesses to the state
/// plain it is litmus/stores/UnsafePublication.litmus; with one of them, MissingRelease.litmus or MissingAcquire.litmus. x64 keeps stores in
/// order, and loads; Arm64 and the .NET model do not.
/// </summary>
internal sealed class WeaklyOrderedStore(bool release, bool acquire) : BrokenStore<long>
{
    private const int Claimed = 1;
    private const int Full = 2;
    private readonly long[] values = new long[Slots];
    private readonly int[] states = new int[Slots];

    public override bool TryGetValue(long key, out long value)
    {
        int state = acquire ? Volatile.Read(ref states[key]) : states[key];
        value = values[key];
        return state == Full;
    }

    public override void Set(long key, long value)
    {
        if (Interlocked.CompareExchange(ref states[key], Claimed, 0) != 0)
            return;
        values[key] = value;
        if (release)
            Volatile.Write(ref states[key], Full);
        else
            states[key] = Full;
    }
}
