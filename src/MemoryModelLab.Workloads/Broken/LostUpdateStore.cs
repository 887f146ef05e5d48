namespace MemoryModelLab.Workloads.Broken;

/// <summary>Compares, then assigns: litmus/stores/LostUpdate.litmus. A value v is kept as v + 1; 0 is none.</summary>
internal sealed class LostUpdateStore : BrokenStore<long>
{
    private readonly long[] values = new long[Slots];

    public override bool TryGetValue(long key, out long value)
    {
        value = Volatile.Read(ref values[key]) - 1;
        return value >= 0;
    }

    public override void Set(long key, long value) => Interlocked.Exchange(ref values[key], value + 1);

    public override bool TryAdd(long key, long value) => Interlocked.CompareExchange(ref values[key], value + 1, 0) == 0;

    public override bool TryUpdate(long key, long newValue, long comparisonValue)
    {
        // Right would be: Interlocked.CompareExchange.
        if (Volatile.Read(ref values[key]) != comparisonValue + 1)
            return false;
        Pause();
        Volatile.Write(ref values[key], newValue + 1);
        return true;
    }
}
