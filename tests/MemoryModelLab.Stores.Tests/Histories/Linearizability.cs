using System.Numerics;

namespace MemoryModelLab.Stores.Tests.Histories;

/// <summary>
/// Whether the operations on one key can be put into one order that respects their times and explains every answer. Keys are checked one
/// by one, which is enough: linearizability is local (Herlihy and Wing, 1990). The search is that of Wing and Gong with Lowe's memory of
/// what was tried: a set of operations done and the value they left.
/// </summary>
internal static class Linearizability
{
    public const int MaxOperations = 64;

    public static bool Holds(IReadOnlyList<StoreOperation> operations)
    {
        Assert.InRange(operations.Count, 0, MaxOperations);
        StoreOperation[] byStart = [.. operations.OrderBy(operation => operation.Start)];
        ulong all = byStart.Length == MaxOperations ? ulong.MaxValue : (1UL << byStart.Length) - 1;
        var tried = new HashSet<(ulong, long?)>();
        var open = new Stack<(ulong Done, long? Value)>();
        open.Push((0, null));
        while (open.TryPop(out (ulong Done, long? Value) state))
        {
            if (state.Done == all)
                return true;
            long firstEnd = long.MaxValue;
            for (ulong rest = all & ~state.Done; rest != 0; rest &= rest - 1)
                firstEnd = Math.Min(firstEnd, byStart[BitOperations.TrailingZeroCount(rest)].End);
            for (ulong rest = all & ~state.Done; rest != 0; rest &= rest - 1)
            {
                int next = BitOperations.TrailingZeroCount(rest);
                // Who was called after another returned comes after it.
                if (byStart[next].Start > firstEnd)
                    break;
                long? value = state.Value;
                if (byStart[next].Apply(ref value) && tried.Add((state.Done | 1UL << next, value)))
                    open.Push((state.Done | 1UL << next, value));
            }
        }
        return false;
    }
}
