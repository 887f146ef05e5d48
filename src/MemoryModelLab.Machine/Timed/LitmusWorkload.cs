using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine.Cores;

namespace MemoryModelLab.Machine.Timed;

/// <summary>
/// A test, again and again: each round on fresh memory, a line a location, with empty store buffers, its threads starting within a short random time of each other. A
/// thread that has ended waits for the others.
/// </summary>
internal sealed class LitmusWorkload : IWorkload
{
    private const int MostStart = 400;
    private const int Poll = 50;
    private const int MostLocalOps = 100_000, MostAccesses = 100_000;

    private readonly LitmusProgram program;
    private readonly MemoryMap map;
    private readonly int rounds;
    private readonly int cellsPerLine;
    private readonly Op[][] code;
    private readonly ThreadCode[] threads;
    private readonly long[][] registers;
    private readonly int[] place;
    private readonly int[] destination;
    private readonly int[] round;
    private readonly bool[] hasRested;
    private readonly int[] accesses;
    private readonly long[][][] ended;
    private ulong random;

    public LitmusWorkload(LitmusProgram program, int rounds, TimedOptions options)
    {
        (this.program, this.rounds, cellsPerLine) = (program, rounds, options.CellsPerLine);
        map = new MemoryMap(program);
        threads = [.. program.Threads.Select(thread => new ThreadCode(thread, []))];
        code = [.. threads.Select(thread => thread.Ops)];
        registers = [.. program.Threads.Select(thread => thread.InitialValues.ToArray())];
        (place, destination, round) = (new int[code.Length], new int[code.Length], new int[code.Length]);
        ended = [.. Enumerable.Range(0, rounds).Select(_ => new long[code.Length][])];
        (hasRested, accesses) = (new bool[code.Length], new int[code.Length]);
        random = options.Seed;
        Array.Fill(place, -1);
        Array.Fill(destination, -1);
    }

    public int Cells => rounds * program.Locations.Count * cellsPerLine;

    /// <summary>Why a round was given up: a computed address, a path that does not exist, a thread that ran on; null when none was.</summary>
    public string? Fault { get; private set; }

    public long Initial(int cell) => cell % cellsPerLine == 0 ? map.Initial(cell / cellsPerLine % program.Locations.Count) : 0;

    /// <summary>The observed values of a round, once the machine has come to rest; null when it did not end.</summary>
    public long[]? Values(int number, IReadOnlyList<long> memory)
    {
        if (ended[number].Contains(null)) return null;
        return [.. program.Observed.Select(part => part.Thread < 0 ? memory[At(number, part.Index)] : ended[number][part.Thread][part.Index])];
    }

    public TimedOp Next(int core, long returned, long now)
    {
        if (destination[core] >= 0) registers[core][destination[core]] = returned;
        destination[core] = -1;
        if (round[core] == rounds || Fault is not null) return new TimedOp(TimedKind.End);
        if (place[core] < 0)
        {
            if (round.Min() < round[core]) return new TimedOp(TimedKind.Work, 0, Poll);
            (place[core], accesses[core]) = (0, 0);
            return new TimedOp(TimedKind.Work, 0, Random(MostStart));
        }

        if (++accesses[core] > MostAccesses)
        {
            Fault = "a thread goes on and on";
            return new TimedOp(TimedKind.End);
        }

        return Run(core);
    }

    public long Update(int core, long found)
    {
        var load = (Op.Load)code[core][place[core]];
        registers[core][load.Destination] = found;
        int first = place[core]++;
        while (threads[core].AreOneInstruction(first, place[core]))
        {
            Op op = code[core][place[core]];
            if (op is Op.Store { Rmw: RmwRole.Atomic } store)
            {
                place[core]++;
                return Value(core, store.Value);
            }

            if (!Local(core, op)) break;
        }

        return found;
    }

    private TimedOp Run(int core)
    {
        for (int steps = 0; steps < MostLocalOps; steps++)
        {
            if (place[core] == code[core].Length && hasRested[core]) return End(core);
            if (place[core] == code[core].Length)
            {
                hasRested[core] = true;
                return new TimedOp(TimedKind.Rest);
            }

            Op op = code[core][place[core]];
            switch (op)
            {
                case Op.Load load when CoreContext.IsAtomic(load):
                    return new TimedOp(TimedKind.Update, CellOf(core, load.Address));
                case Op.Load load:
                    place[core]++;
                    destination[core] = load.Destination;
                    return new TimedOp(TimedKind.Load, CellOf(core, load.Address));
                case Op.Store store:
                    place[core]++;
                    return new TimedOp(TimedKind.Store, CellOf(core, store.Address), Value(core, store.Value));
                case Op.Fence { Tags: EventTags.MFence }:
                    place[core]++;
                    return new TimedOp(TimedKind.Fence);
            }

            if (!Local(core, op)) return new TimedOp(TimedKind.End);
        }

        Fault = "a thread computes on and on";
        return new TimedOp(TimedKind.End);
    }

    private TimedOp End(int core)
    {
        ended[round[core]][core] = [.. registers[core]];
        program.Threads[core].InitialValues.ToArray().CopyTo(registers[core], 0);
        round[core]++;
        place[core] = -1;
        hasRested[core] = false;
        return new TimedOp(TimedKind.Work, 0, 1);
    }

    private bool Local(int core, Op op)
    {
        int next = place[core] + 1;
        switch (op)
        {
            case Op.Compute compute:
                registers[core][compute.Destination] = compute.Operator.Apply(Value(core, compute.Left), Value(core, compute.Right));
                break;
            case Op.Move move:
                registers[core][move.Destination] = Value(core, move.Source);
                break;
            case Op.Branch branch when Value(core, branch.Condition) != 0:
                next = branch.Target;
                break;
            case Op.Jump jump:
                next = jump.Target;
                break;
            case Op.Choose choose:
                registers[core][choose.Destination] = Random(2);
                break;
            case Op.Assume assume when Value(core, assume.Condition) == 0:
                Fault = "a thread waits for a lock, which this mode does not do";
                return false;
        }

        place[core] = next;
        return true;
    }

    private int CellOf(int core, Operand address)
    {
        int cell = map.At(Value(core, address));
        if (cell >= 0 && cell < program.Locations.Count) return At(round[core], cell);
        Fault = "an address is computed that is no location's";
        return 0;
    }

    private int At(int number, int location) => ((number * program.Locations.Count) + location) * cellsPerLine;

    private long Value(int core, Operand operand) => operand.IsConstant ? operand.Value : registers[core][operand.Register];

    private int Random(int below)
    {
        // SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): seeds that are near each other have nothing in common.
        ulong z = random += 0x9E37_79B9_7F4A_7C15;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return (int)(((z ^ (z >> 31)) >> 33) % (ulong)below);
    }
}
