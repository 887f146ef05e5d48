using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Machine.Cores;

/// <summary>
/// Which cells threads may touch, as far as the text says: an address that is computed may be any. A load of what no other thread writes, and a
/// store to what no other thread touches, commute with everything others do, so one order of them stands for all.
/// </summary>
internal sealed class Sharing
{
    private readonly bool[][] readsOrWrites;
    private readonly bool[][] writes;

    public Sharing(IReadOnlyList<ThreadCode> threads, MemoryMap map)
    {
        readsOrWrites = [.. threads.Select(thread => Cells(thread, map, _ => true))];
        writes = [.. threads.Select(thread => Cells(thread, map, op => op is Op.Store))];
    }

    /// <summary>Whether a thread other than <paramref name="thread"/> may write <paramref name="cell"/>.</summary>
    public bool OthersWrite(int thread, int cell) => Others(writes, thread, cell);

    /// <summary>Whether a thread other than <paramref name="thread"/> may read or write <paramref name="cell"/>.</summary>
    public bool OthersTouch(int thread, int cell) => Others(readsOrWrites, thread, cell);

    private static bool Others(bool[][] cells, int thread, int cell)
    {
        for (int other = 0; other < cells.Length; other++)
        {
            if (other != thread && cells[other][cell]) return true;
        }

        return false;
    }

    private static bool[] Cells(ThreadCode thread, MemoryMap map, Func<Op, bool> counts)
    {
        var cells = new bool[map.Count];
        foreach (Op op in thread.Ops.Where(counts))
        {
            Operand? address = op switch { Op.Load load => load.Address, Op.Store store => store.Address, _ => null };
            if (address is not { } operand) continue;
            if (!operand.IsConstant) Array.Fill(cells, true);
            else if (map.At(operand.Value) is >= 0 and int cell && cell < cells.Length) cells[cell] = true;
        }

        return cells;
    }
}
