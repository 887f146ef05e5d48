using System.Globalization;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Tests.Programs;

/// <summary>Lowered threads in a short form: <c>Wx=1</c>, <c>r0=Rx{Volatile}</c>, <c>W[X1]=X0!</c> for half of a read-modify-write.</summary>
internal static class OpText
{
    /// <summary>A thread's ops.</summary>
    public static string[] Show(LitmusProgram program, int thread)
    {
        ThreadProgram code = program.Threads[thread];
        return [.. code.Code.Select(op => Show(program, code, op))];
    }

    private static string Show(LitmusProgram program, ThreadProgram code, Op op)
    {
        return op switch
        {
            Op.Load load => $"{code.Registers[load.Destination]}=R{Address(load.Address)}{Tags(load.Tags)}",
            Op.Store store => $"W{Address(store.Address)}={Value(store.Value)}{Tags(store.Tags)}{(store.Rmw == RmwRole.None ? "" : "!")}",
            Op.Fence fence => $"F{Tags(fence.Tags)}",
            Op.Compute compute => $"{code.Registers[compute.Destination]}={compute.Operator}({Value(compute.Left)},{Value(compute.Right)})",
            Op.Move move => $"{code.Registers[move.Destination]}={Value(move.Source)}",
            Op.Branch branch => $"{(branch.Internal ? "pick" : "if")} {Value(branch.Condition)} goto {branch.Target}",
            Op.Jump jump => $"goto {jump.Target}",
            Op.Choose choose => $"{code.Registers[choose.Destination]}=?",
            Op.Assume assume => $"assume {Value(assume.Condition)}",
            _ => op.ToString(),
        };

        string Value(Operand operand) => operand.IsConstant
            ? program.Locations.FirstOrDefault(location => location.Address == operand.Value)?.Name ?? operand.Value.ToString(CultureInfo.InvariantCulture)
            : code.Registers[operand.Register];

        string Address(Operand operand) => operand.IsConstant ? Value(operand) : $"[{Value(operand)}]";
    }

    private static string Tags(EventTags tags) => tags == EventTags.None ? "" : $"{{{tags}}}";
}
