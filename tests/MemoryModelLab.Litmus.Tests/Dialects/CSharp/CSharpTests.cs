using System.Globalization;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Tests.Dialects.CSharp;

/// <summary>Writes C# tests and reads lowered threads in a short form: <c>Wx=1</c>, <c>r0=Rx{Volatile}</c>.</summary>
internal static class CSharpTests
{
    public const string File = "t.litmus";

    /// <summary>A test with the locations' initial state, members from line 3 on, and a condition.</summary>
    public static LitmusTest Parse(string members, string init = "", string final = "exists (true)") =>
        LitmusParser.Parse($"CSharp T\n{{ {init} }}\n{members}\n{final}\n", File);

    /// <summary>The test lowered.</summary>
    public static LitmusProgram Lower(string members, string init = "", string final = "exists (true)") => LitmusLowering.Lower(Parse(members, init, final));

    /// <summary>The ops of P0 whose body is <paramref name="body"/>, with locations x, y of type int.</summary>
    public static string[] LowerBody(string body, string parameters = "ref int x, ref int y") =>
        Show(Lower($"static void P0({parameters}) {{ {body} }}"), 0);

    /// <summary>A thread's ops in the short form.</summary>
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
