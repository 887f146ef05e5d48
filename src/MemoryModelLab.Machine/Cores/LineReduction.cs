using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Machine.Cores;

/// <summary>
/// Partial-order reduction by cache lines: where steps on different lines commute, the order among them is of no consequence, so in many states the steps on
/// one line may go first, and those on others wait. They do when nothing that happens on the others can bring about another step on this one: the
/// enabled steps on the line are then a persistent set (Godefroid, "Partial-Order Methods for the Verification of Concurrent Systems", LNCS 1032, 1996, chapter 4).
/// <para>
/// Steps on one line all count as dependent. Steps on different lines commute: a transaction or message changes what caches, directory and memory
/// know of one line; a core may both execute a load and let an older store go, in either order. For every core with anything left to do on the line that thing
/// must be at hand: its next access is on the line, and not held up by stores to others; or a store to the line leaves next, and all else on it comes later.
/// </para>
/// <para>
/// What is kept: the final states, and the shortest run to each, since runs that differ in the order of steps that commute are equally long; and the violation of
/// any invariant that speaks of one line, since in some run that is explored the steps on that line come in the same order. Programs have no loops
/// here, so nothing waits for ever. No reduction: loops, caches that may be full (lines then compete), invalidate queues (a barrier waits for all lines).
/// </para>
/// </summary>
internal sealed class LineReduction
{
    private const int MostLines = 64;

    private readonly Core[] cores;
    private readonly CoreContext context;
    private readonly ulong[][] ahead;

    private LineReduction(Core[] cores, CoreContext context)
    {
        (this.cores, this.context) = (cores, context);
        Lines = context.Cells == 0 ? 0 : context.Memory.LineOf(context.Cells - 1) + 1;
        ahead = [.. cores.Select(core => Ahead(core.Code))];
    }

    /// <summary>The number of lines.</summary>
    public int Lines { get; }

    /// <summary>The reduction for a machine; null where there is none.</summary>
    public static LineReduction? Of(Core[] cores, CoreContext context)
    {
        bool mayReduce = context.Memory.LinesAreIndependent && context.Cells <= MostLines && !Array.Exists(cores, core => core.Code.HasLoop);
        return mayReduce ? new LineReduction(cores, context) : null;
    }

    /// <summary>Whether the enabled steps on a line stand for all that are enabled.</summary>
    public bool StandsForAll(ReadOnlySpan<int> state, int line)
    {
        for (int i = 0; i < cores.Length; i++)
        {
            bool mayLeave = MayLeave(cores[i].Buffer, state, line, out bool isBuffered);
            if (isBuffered && !mayLeave) return false;
            if ((ahead[i][cores[i].Place(state)] >> line & 1) != 0 && !IsAtHand(cores[i], state, line, isBuffered)) return false;
        }

        return true;
    }

    /// <summary>Whether a core does nothing more in its program before a step on the line.</summary>
    private bool IsAtHand(Core core, ReadOnlySpan<int> state, int line, bool isBuffered)
    {
        Op next = core.Next(state)!;
        bool waits = NeedsEmptyBuffer(next) && !core.Buffer.IsEmpty(state);
        if (waits) return isBuffered; // for the store to the line, if for no other
        return next is Op.Load or Op.Store && core.Cell(state, next) is >= 0 and int cell && cell < context.Cells && context.Memory.LineOf(cell) == line;
    }

    private static bool NeedsEmptyBuffer(Op op) => op switch
    {
        Op.Load load => CoreContext.IsAtomic(load),
        Op.Store store => store.Rmw != RmwRole.None,
        Op.Fence => true,
        _ => false,
    };

    /// <summary>Whether the oldest store to the line may leave now.</summary>
    private bool MayLeave(StoreBuffer buffer, ReadOnlySpan<int> state, int line, out bool isBuffered)
    {
        isBuffered = false;
        int count = buffer.Count(state);
        for (int entry = 0; entry < count; entry++)
        {
            int cell = buffer[state, entry].Cell;
            if (cell >= context.Cells || context.Memory.LineOf(cell) != line) continue;
            isBuffered = true;
            return buffer.MayLeave(state, entry);
        }

        return false;
    }

    /// <summary>For each place in the code the lines that may still be accessed from there on, a bit a line.</summary>
    private ulong[] Ahead(ThreadCode code)
    {
        var lines = new ulong[code.Ops.Length + 1];
        for (int i = code.Ops.Length - 1; i >= 0; i--)
        {
            ulong own = code.Ops[i] switch
            {
                Op.Load load => LineOf(load.Address),
                Op.Store store => LineOf(store.Address),
                _ => 0,
            };
            lines[i] = own | code.Ops[i] switch
            {
                Op.Jump jump => lines[jump.Target],
                Op.Branch branch => lines[i + 1] | lines[branch.Target],
                _ => lines[i + 1],
            };
        }

        return lines;
    }

    private ulong LineOf(Operand address)
    {
        if (!address.IsConstant) return ulong.MaxValue;
        int cell = context.Map.At(address.Value);
        return cell >= 0 && cell < context.Cells ? 1UL << context.Memory.LineOf(cell) : ulong.MaxValue;
    }
}
