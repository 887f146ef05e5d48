using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Machine.Cores;

/// <summary>
/// A thread's ops, and for each place among them the registers whose values can still matter: read before they are written again, or observed
/// when the thread has ended. A state holds only those, so that states that differ in nothing that matters are one.
/// </summary>
internal sealed class ThreadCode
{
    private readonly int[] instructions;

    public ThreadCode(ThreadProgram thread, IEnumerable<int> observed)
    {
        Thread = thread;
        Ops = [.. thread.Code];
        instructions = [.. Ops.Select((op, i) => thread.Instructions?[i] ?? op.Line)];
        Live = Liveness(observed);
        MayStoreExclusively = BeforeExclusiveStores();
        MostLive = Live.Max(registers => registers.Length);
        HasChoice = Array.Exists(Ops, op => op is Op.Choose);
        HasLoop = Ops.Where((op, i) => TargetOf(op) is { } target && target <= i).Any();
    }

    /// <summary>The thread.</summary>
    public ThreadProgram Thread { get; }

    /// <summary>Its ops.</summary>
    public Op[] Ops { get; }

    /// <summary>The live registers before each op, and at the end.</summary>
    public int[][] Live { get; }

    /// <summary>The most registers live at one place.</summary>
    public int MostLive { get; }

    /// <summary>For each place whether a store-exclusive may come before the next load-exclusive.</summary>
    public bool[] MayStoreExclusively { get; }

    /// <summary>Whether the thread can come back to an op.</summary>
    public bool HasLoop { get; }

    /// <summary>Whether an op may do one thing or another.</summary>
    public bool HasChoice { get; }

    /// <summary>Whether two ops belong to one instruction; the end belongs to none.</summary>
    public bool AreOneInstruction(int first, int second) => second < Ops.Length && instructions[first] == instructions[second];

    private static int? TargetOf(Op op) => op switch
    {
        Op.Branch branch => branch.Target,
        Op.Jump jump => jump.Target,
        _ => null,
    };

    private int[][] Liveness(IEnumerable<int> observed)
    {
        var live = new HashSet<int>[Ops.Length + 1];
        for (int i = 0; i < Ops.Length; i++) live[i] = [];
        live[^1] = [.. observed];
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = Ops.Length - 1; i >= 0; i--)
            {
                HashSet<int> before = [.. Ops[i] is Op.Jump jump ? live[jump.Target] : live[i + 1]];
                if (Ops[i] is Op.Branch branch) before.UnionWith(live[branch.Target]);
                if (Written(Ops[i]) is { } written) before.Remove(written);
                before.UnionWith(Read(Ops[i]).Where(operand => !operand.IsConstant).Select(operand => operand.Register));
                if (before.Count == live[i].Count) continue; // it only grows
                live[i] = before;
                changed = true;
            }
        }

        return [.. live.Select(registers => registers.Order().ToArray())];
    }

    private bool[] BeforeExclusiveStores()
    {
        var may = new bool[Ops.Length + 1];
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = Ops.Length - 1; i >= 0; i--)
            {
                bool now = Ops[i] switch
                {
                    Op.Store { Rmw: RmwRole.Exclusive } => true,
                    Op.Load load when load.Tags.HasFlag(EventTags.Exclusive) => false,
                    Op.Jump jump => may[jump.Target],
                    Op.Branch branch => may[i + 1] || may[branch.Target],
                    _ => may[i + 1],
                };
                changed |= now && !may[i];
                may[i] |= now;
            }
        }

        return may;
    }

    private static int? Written(Op op) => op switch
    {
        Op.Load load => load.Destination,
        Op.Compute compute => compute.Destination,
        Op.Move move => move.Destination,
        Op.Choose choose => choose.Destination,
        _ => null,
    };

    private static Operand[] Read(Op op) => op switch
    {
        Op.Load load => [load.Address],
        Op.Store store => [store.Address, store.Value],
        Op.Compute compute => [compute.Left, compute.Right],
        Op.Move move => [move.Source],
        Op.Branch branch => [branch.Condition],
        Op.Assume assume => [assume.Condition],
        _ => [],
    };
}
