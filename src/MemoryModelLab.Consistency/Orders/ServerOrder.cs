using MemoryModelLab.Consistency.Sessions;

namespace MemoryModelLab.Consistency.Orders;

/// <summary>The order of the writes that the servers recorded, in the versions of those.</summary>
internal sealed class ServerOrder
{
    private readonly Accesses accesses;

    public ServerOrder(Accesses accesses)
    {
        this.accesses = accesses;
        Writes = [.. Enumerable.Range(0, accesses.Source.Length).Where(accesses.IsWrite)];
        if (Writes.Length == 0 || !Array.TrueForAll(Writes, write => accesses.History.Operations[write].Version >= 0)) return;
        Sorted = (int[])Writes.Clone();
        Array.Sort(Sorted, Compare);
    }

    /// <summary>The writes by invocation.</summary>
    public int[] Writes { get; }

    /// <summary>The writes as the servers ordered them; null when not all have a version.</summary>
    public int[]? Sorted { get; }

    /// <summary>Compares two writes by their versions, and those of one version by invocation.</summary>
    public int Compare(int a, int b)
    {
        int byVersion = accesses.History.Operations[a].Version.CompareTo(accesses.History.Operations[b].Version);
        return byVersion != 0 ? byVersion : a.CompareTo(b);
    }
}
