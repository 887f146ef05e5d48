using MemoryModelLab.Workloads.Stress;

namespace MemoryModelLab.Workloads.Broken;

/// <summary>Writes values of four words in place: litmus/stores/TornValue.litmus.</summary>
internal sealed class TornValueStore : BrokenStore<Wide>
{
    private readonly Wide[] _values = new Wide[Slots];
    private readonly int[] _present = new int[Slots];

    public override bool TryGetValue(long key, out Wide value)
    {
        bool found = Volatile.Read(ref _present[key]) == 1;
        // Right would be: a box, or a sequence lock around both.
        value = _values[key];
        return found;
    }

    public override void Set(long key, Wide value)
    {
        _values[key] = value with { C = _values[key].C, D = _values[key].D };
        Pause();
        _values[key] = value;
        Interlocked.Exchange(ref _present[key], 1);
    }
}
