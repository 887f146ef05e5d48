using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Tests.Corpus;

/// <summary>Runs the threads of a program one after the other: one of its executions under every model.</summary>
internal static class SequentialRun
{
    private const int MostSteps = 10_000;

    /// <summary>The final values of what is observed; null when a path of these choices does not exist.</summary>
    /// <param name="program">The program.</param>
    /// <param name="choices">The results of the first 32 choices, one bit each.</param>
    public static long[]? Run(LitmusProgram program, uint choices)
    {
        var memory = program.Locations.ToDictionary(location => location.Address, location => location.Initial);
        var registers = new List<long[]>();
        foreach (ThreadProgram thread in program.Threads)
        {
            long[] values = [.. thread.InitialValues];
            registers.Add(values);
            if (!Run(thread, values, memory, ref choices)) return null;
        }

        return [.. program.Observed.Select(part => part.Thread < 0 ? memory[program.Locations[part.Index].Address] : registers[part.Thread][part.Index])];
    }

    private static bool Run(ThreadProgram thread, long[] registers, Dictionary<long, long> memory, ref uint choices)
    {
        long Value(Operand operand) => operand.IsConstant ? operand.Value : registers[operand.Register];
        long? exclusive = null;
        int next = 0, steps = 0;
        while (next < thread.Code.Count)
        {
            if (++steps > MostSteps) return false;
            switch (thread.Code[next++])
            {
                case Op.Load load:
                    if (load.Tags.HasFlag(EventTags.Exclusive)) exclusive = Value(load.Address);
                    registers[load.Destination] = memory.GetValueOrDefault(Value(load.Address));
                    break;
                case Op.Store store:
                    if (store.Rmw == RmwRole.Exclusive && exclusive != Value(store.Address)) return false;
                    if (store.Rmw == RmwRole.Exclusive) exclusive = null;
                    memory[Value(store.Address)] = Value(store.Value);
                    break;
                case Op.Compute compute:
                    registers[compute.Destination] = Apply(compute.Operator, Value(compute.Left), Value(compute.Right));
                    break;
                case Op.Move move:
                    registers[move.Destination] = Value(move.Source);
                    break;
                case Op.Branch branch:
                    if (Value(branch.Condition) != 0) next = branch.Target;
                    break;
                case Op.Jump jump:
                    next = jump.Target;
                    break;
                case Op.Choose choose:
                    registers[choose.Destination] = choices & 1;
                    choices >>= 1;
                    break;
                case Op.Assume assume:
                    if (Value(assume.Condition) == 0) return false;
                    break;
            }
        }

        return true;
    }

    private static long Apply(BinaryOperator @operator, long a, long b) => @operator switch
    {
        BinaryOperator.Add => a + b,
        BinaryOperator.Subtract => a - b,
        BinaryOperator.Multiply => a * b,
        BinaryOperator.Divide => b == 0 ? 0 : a / b,
        BinaryOperator.Remainder => b == 0 ? a : a % b,
        BinaryOperator.And => a & b,
        BinaryOperator.Or => a | b,
        BinaryOperator.Xor => a ^ b,
        BinaryOperator.ShiftLeft => a << (int)b,
        BinaryOperator.ShiftRightLogical => a >>> (int)b,
        BinaryOperator.ShiftRightArithmetic => a >> (int)b,
        BinaryOperator.Equal => a == b ? 1 : 0,
        BinaryOperator.NotEqual => a != b ? 1 : 0,
        BinaryOperator.LessThan => a < b ? 1 : 0,
        BinaryOperator.LessOrEqual => a <= b ? 1 : 0,
        BinaryOperator.LessThanUnsigned => (ulong)a < (ulong)b ? 1 : 0,
        BinaryOperator.LessOrEqualUnsigned => (ulong)a <= (ulong)b ? 1 : 0,
        BinaryOperator.ZeroExtend => a & ((1L << (int)b) - 1),
        BinaryOperator.SignExtend => a << (int)(64 - b) >> (int)(64 - b),
        _ => throw new ArgumentOutOfRangeException(nameof(@operator)),
    };
}
