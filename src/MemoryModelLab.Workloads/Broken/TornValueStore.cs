using MemoryModelLab.Workloads.Stress;

namespace MemoryModelLab.Workloads.Broken;

/// <summary>Writes values of four words in place: litmus/stores/TornValue.litmus.</summary>
internal sealed class TornValueStore : BrokenStore<Wide>
{
    private readonly Wide[] values = new Wide[Slots];
    private readonly int[] present = new int[Slots];

    public override bool TryGetValue(long key, out Wide value)
    {
        bool found = Volatile.Read(ref present[key]) == 1;
        // Right would be: a box, or a sequence lock around both.
        value = values[key];
        return found;
    }

    public override void Set(long key, Wide value)
    {
        values[key] = value with { C = values[key].C, D = values[key].D };
        Pause();
        values[key] = value;
        Interlocked.Exchange(ref present[key], 1);
    }
}
