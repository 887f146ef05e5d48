using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>
/// Which registers may still be read before they are written, at each op of a thread: the fixed point of the usual equations, backwards. Behind the last op
/// all are, for a final state may consist of them.
/// </summary>
internal sealed class Liveness
{
    private readonly ThreadProgram thread;
    private readonly bool[][] live;

    /// <summary>Computes it.</summary>
    public Liveness(ThreadProgram thread)
    {
        this.thread = thread;
        int registers = thread.InitialValues.Count;
        live = [.. Enumerable.Range(0, thread.Code.Count + 1).Select(op => op < thread.Code.Count ? new bool[registers] : [.. Enumerable.Repeat(true, registers)])];
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int op = thread.Code.Count - 1; op >= 0; op--) changed |= Update(op);
        }
    }

    /// <summary>Whether a register's value matters where the op at <paramref name="op"/> comes next.</summary>
    public bool IsLive(int register, int op) => live[op][register];

    private bool Update(int op)
    {
        (int written, Operand?[] read, int[] next) = thread.Code[op] switch
        {
            Op.Load load => (load.Destination, [load.Address], [op + 1]),
            Op.Store store => (-1, (Operand?[])[store.Address, store.Value, store.Guard], (int[])[op + 1]),
            Op.Compute compute => (compute.Destination, [compute.Left, compute.Right], [op + 1]),
            Op.Move move => (move.Destination, [move.Source, move.Guard], [op + 1]),
            Op.Branch branch => (-1, [branch.Condition], [op + 1, branch.Target]),
            Op.Jump jump => (-1, [], [jump.Target]),
            Op.Choose choose => (choose.Destination, [], [op + 1]),
            Op.Assume assume => (-1, [assume.Condition], [op + 1]),
            _ => (-1, [], [op + 1]),
        };
        bool changed = false;
        for (int register = 0; register < live[op].Length; register++)
        {
            bool isRead = Array.Exists(read, operand => operand is { IsConstant: false } used && used.Register == register);
            bool isLive = isRead || (register != written && Array.Exists(next, successor => live[successor][register]));
            changed |= isLive != live[op][register];
            live[op][register] = isLive;
        }

        return changed;
    }
}
