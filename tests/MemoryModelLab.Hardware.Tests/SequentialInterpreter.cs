using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Tests;

/// <summary>Runs the threads of a lowered program one after the other, on memory that does at once what it is told.</summary>
internal static class SequentialInterpreter
{
    /// <summary>The values of the program's <c>Observed</c> at the end.</summary>
    public static long[] Run(LitmusProgram program)
    {
        Dictionary<long, long> memory = program.Locations.ToDictionary(location => location.Address, location => location.Initial);
        long[][] registers = [.. program.Threads.Select(thread => (long[])[.. thread.InitialValues])];
        for (int thread = 0; thread < registers.Length; thread++) Run(program.Threads[thread], registers[thread], memory);
        return [.. program.Observed.Select(observed => observed.Thread < 0 ? memory[program.Locations[observed.Index].Address] : registers[observed.Thread][observed.Index])];
    }

    private static void Run(ThreadProgram thread, long[] registers, Dictionary<long, long> memory)
    {
        int next = 0;
        while (next < thread.Code.Count)
        {
            switch (thread.Code[next++])
            {
                case Op.Load load:
                    registers[load.Destination] = memory[Value(load.Address)];
                    break;
                case Op.Store store:
                    memory[Value(store.Address)] = Value(store.Value);
                    break;
                case Op.Move move:
                    registers[move.Destination] = Value(move.Source);
                    break;
                case Op.Compute compute:
                    registers[compute.Destination] = Compute(compute.Operator, Value(compute.Left), Value(compute.Right));
                    break;
                case Op.Branch branch:
                    if (Value(branch.Condition) != 0) next = branch.Target;
                    break;
                case Op.Jump jump:
                    next = jump.Target;
                    break;
                case Op.Choose choose:
                    // Whether a store-exclusive fails: with nobody else about, it does not.
                    registers[choose.Destination] = 0;
                    break;
            }
        }

        long Value(Operand operand) => operand.IsConstant ? operand.Value : registers[operand.Register];
    }

    private static long Compute(BinaryOperator kind, long a, long b) => kind switch
    {
        BinaryOperator.Add => a + b,
        BinaryOperator.Subtract => a - b,
        BinaryOperator.Multiply => a * b,
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
        BinaryOperator.SignExtend => a << (64 - (int)b) >> (64 - (int)b),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
