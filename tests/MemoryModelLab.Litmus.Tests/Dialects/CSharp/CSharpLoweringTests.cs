using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Litmus.Tests.Programs;

namespace MemoryModelLab.Litmus.Tests.Dialects.CSharp;

public class CSharpLoweringTests
{
    private const string Update = "{ReadModifyWrite, Interlocked}";

    [Fact]
    public void Locations_are_those_of_the_initial_state_and_then_the_parameters()
    {
        LitmusProgram program = CSharpTests.Lower("static void P0(ref int x, ref int y) { }\nstatic void P1(ref int z, ref int y) { }", "y = 3;");
        Assert.Equal(["y=3", "x=0", "z=0"], program.Locations.Select(location => $"{location.Name}={location.Initial}"));
    }

    [Fact]
    public void Locals_are_registers_that_conditions_name()
    {
        LitmusProgram program = CSharpTests.Lower(
            "static void P0(ref long x, ref uint y, ref bool z) { long a = x; uint b = y; bool c = z; }", final: "exists (0:a=1 /\\ 0:b=2 /\\ 0:c=true /\\ y=1)");
        Assert.Equal(
            ["0:a/64/False", "0:b/32/True", "0:c/8/True", "[y]/32/True"],
            program.Observed.Select(observed => $"{observed.Name}/{observed.Width}/{observed.Unsigned}"));
    }

    [Fact]
    public void Ops_know_their_line_in_the_file()
    {
        LitmusProgram program = CSharpTests.Lower("static void P0(ref int x)\n{\n    x = 1;\n\n    x = 2;\n}\nstatic void P1(ref int x) { x = 3; }");
        Assert.Equal([5, 7], program.Threads[0].Code.Select(op => op.Line));
        Assert.Equal([9], program.Threads[1].Code.Select(op => op.Line));
    }

    [Theory]
    [InlineData("x = 1; int r0 = y;", "Wx=1", "r0=Ry")]
    [InlineData("Volatile.Write(ref x, 1); int r0 = Volatile.Read(ref y);", "Wx=1{Volatile}", "r0=Ry{Volatile}")]
    [InlineData("Thread.VolatileWrite(ref x, 1); int r0 = Thread.VolatileRead(ref y);", "Wx=1{Volatile}", "r0=Ry{Volatile}")]
    [InlineData("Interlocked.MemoryBarrier(); Thread.MemoryBarrier();", "F{MemoryBarrier}", "F{MemoryBarrier}")]
    [InlineData("Interlocked.MemoryBarrierProcessWide();", "F{MemoryBarrierProcessWide}")]
    [InlineData("Volatile.ReadBarrier(); Volatile.WriteBarrier();", "F{ReadBarrier}", "F{WriteBarrier}")]
    [InlineData("_ = x;", "%t0=Rx")]
    public void Accesses_and_fences(string body, params string[] expected) => Assert.Equal(expected, CSharpTests.LowerBody(body));

    [Theory]
    [InlineData("int r = Interlocked.Exchange(ref x, 2);", "%t0=Rx" + Update, "Wx=2" + Update + "!", "r=%t0")]
    [InlineData("int r = 4; r = Interlocked.Exchange(ref x, r);", "r=4", "%t0=Rx" + Update, "Wx=r" + Update + "!", "r=%t0")]
    [InlineData("Interlocked.Increment(ref x);", "%t0=Rx" + Update, "%t1=Add(%t0,1)", "%t2=SignExtend(%t1,32)", "Wx=%t2" + Update + "!")]
    [InlineData("int r = Interlocked.Or(ref x, 6);", "%t0=Rx" + Update, "%t1=Or(%t0,6)", "%t2=SignExtend(%t1,32)", "Wx=%t2" + Update + "!", "r=%t0")]
    [InlineData("int r = Interlocked.Add(ref x, y);", "%t0=Ry", "%t1=Rx" + Update, "%t2=Add(%t1,%t0)", "%t3=SignExtend(%t2,32)", "Wx=%t3" + Update + "!", "r=%t3")]
    public void Interlocked_methods_update(string body, params string[] expected) => Assert.Equal(expected, CSharpTests.LowerBody(body));

    [Fact]
    public void Interlocked_on_64_bits_does_not_wrap() => Assert.Equal(
        ["%t0=Rx" + Update, "%t1=Subtract(%t0,1)", "Wx=%t1" + Update + "!", "r=Rx{Interlocked}"],
        CSharpTests.LowerBody("Interlocked.Decrement(ref x); long r = Interlocked.Read(ref x);", "ref long x"));

    [Fact]
    public void A_failed_CompareExchange_only_reads() => Assert.Equal(
        ["%t0=Rx" + Update, "%t1=NotEqual(%t0,0)", "pick %t1 goto 4", "Wx=1" + Update + "!", "r=%t0"],
        CSharpTests.LowerBody("int r = Interlocked.CompareExchange(ref x, 1, 0);"));

    [Fact]
    public void Named_arguments_are_evaluated_as_they_are_written() => Assert.Equal(
        ["%t0=Ry", "%t1=Rx", "%t2=Rx" + Update, "%t3=NotEqual(%t2,%t0)", "pick %t3 goto 6", "Wx=%t1" + Update + "!"],
        CSharpTests.LowerBody("Interlocked.CompareExchange(ref x, comparand: y, value: x);"));

    [Theory]
    [InlineData("x = y + x;", "%t0=Ry", "%t1=Rx", "%t2=Add(%t0,%t1)", "%t3=SignExtend(%t2,32)", "Wx=%t3")]
    [InlineData("x += y;", "%t0=Rx", "%t1=Ry", "%t2=Add(%t0,%t1)", "%t3=SignExtend(%t2,32)", "Wx=%t3")]
    [InlineData("x++;", "%t0=Rx", "%t1=Add(%t0,1)", "%t2=SignExtend(%t1,32)", "Wx=%t2")]
    [InlineData("int r = x++;", "%t0=Rx", "%t1=Add(%t0,1)", "%t2=SignExtend(%t1,32)", "Wx=%t2", "r=%t0")]
    [InlineData("x = y = 2;", "Wy=2", "Wx=2")]
    [InlineData("int r = 1; x = r + (r = 5);", "r=1", "%t0=r", "r=5", "%t1=Add(%t0,5)", "%t2=SignExtend(%t1,32)", "Wx=%t2")]
    [InlineData("int r = 1; int q = r++ - --r;", "r=1", "%t0=r", "%t1=Add(%t0,1)", "%t2=SignExtend(%t1,32)", "r=%t2", "%t3=Subtract(r,1)", "%t4=SignExtend(%t3,32)", "r=%t4", "%t5=Subtract(%t0,%t4)", "q=SignExtend(%t5,32)")]
    public void Operands_are_evaluated_from_left_to_right(string body, params string[] expected) => Assert.Equal(expected, CSharpTests.LowerBody(body));

    [Theory]
    [InlineData("int", "x << 33", "%t1=ShiftLeft(%t0,1)", "r=SignExtend(%t1,32)")]
    [InlineData("int", "x >> 1", "r=ShiftRightArithmetic(%t0,1)")]
    [InlineData("int", "x >>> 1", "%t1=ZeroExtend(%t0,32)", "%t2=ShiftRightLogical(%t1,1)", "r=SignExtend(%t2,32)")]
    [InlineData("uint", "x >> 1", "r=ShiftRightLogical(%t0,1)")]
    [InlineData("uint", "~x", "%t1=Xor(%t0,-1)", "r=ZeroExtend(%t1,32)")]
    [InlineData("int", "-x", "%t1=Subtract(0,%t0)", "r=SignExtend(%t1,32)")]
    [InlineData("int", "(byte)x", "r=ZeroExtend(%t0,8)")]
    [InlineData("int", "(uint)x", "r=ZeroExtend(%t0,32)")]
    [InlineData("int", "(long)x")]
    [InlineData("ulong", "x < 5", "r=LessThanUnsigned(%t0,5)")]
    [InlineData("int", "x >= 5", "r=LessOrEqual(5,%t0)")]
    [InlineData("bool", "!x", "r=Equal(%t0,0)")]
    [InlineData("long", "x % 3", "r=Remainder(%t0,3)")]
    public void Values_stay_in_their_types_range(string type, string expression, params string[] expected)
    {
        string[] ops = CSharpTests.LowerBody($"var r = {expression};", $"ref {type} x");
        Assert.Equal(expected.Length == 0 ? ["r=Rx"] : ["%t0=Rx", .. expected], ops);
    }

    [Fact]
    public void Constants_are_the_compilers() => Assert.Equal(
        ["Wx=-2147483648", "Wx=6"], CSharpTests.LowerBody("const int big = int.MaxValue; x = unchecked(big + 1); x = true ? 2 * 3 : 1;"));

    [Theory]
    [InlineData("if (x == 1 && y != 2) x = 3; else x = 4;", "%t0=Rx", "%t1=NotEqual(%t0,1)", "if %t1 goto 8", "%t2=Ry", "%t3=Equal(%t2,2)", "if %t3 goto 8", "Wx=3", "goto 9", "Wx=4")]
    [InlineData("if (!(x < 1 || y > 2)) x = 3;", "%t0=Rx", "%t1=LessThan(%t0,1)", "if %t1 goto 7", "%t2=Ry", "%t3=LessThan(2,%t2)", "if %t3 goto 7", "Wx=3")]
    [InlineData("int r = x == 0 ? y : 2;", "%t1=Rx", "%t2=NotEqual(%t1,0)", "if %t2 goto 5", "%t0=Ry", "goto 6", "%t0=2", "r=%t0")]
    [InlineData("while (Volatile.Read(ref x) == 0) { } y = 1;", "%t0=Rx{Volatile}", "%t1=NotEqual(%t0,0)", "if %t1 goto 4", "goto 0", "Wy=1")]
    [InlineData("while (true) { if (x == 1) break; if (y == 1) continue; y = 2; }", "%t0=Rx", "%t1=NotEqual(%t0,1)", "if %t1 goto 4", "goto 10", "%t0=Ry", "%t1=NotEqual(%t0,1)", "if %t1 goto 8", "goto 0", "Wy=2", "goto 0")]
    [InlineData("do { x = 1; } while (y == 0);", "Wx=1", "%t0=Ry", "%t1=Equal(%t0,0)", "if %t1 goto 0")]
    [InlineData("for (int i = 0; i < 2; i++) x = i;", "i=0", "%t0=LessOrEqual(2,i)", "if %t0 goto 9", "Wx=i", "%t0=i", "%t1=Add(%t0,1)", "%t2=SignExtend(%t1,32)", "i=%t2", "goto 1")]
    [InlineData("if (x == 1) return; y = 1;", "%t0=Rx", "%t1=NotEqual(%t0,1)", "if %t1 goto 4", "goto 5", "Wy=1")]
    public void Control_flow_branches(string body, params string[] expected) => Assert.Equal(expected, CSharpTests.LowerBody(body));

    [Fact]
    public void A_lock_is_an_update_from_0_and_a_write_of_0_on_every_way_out() => Assert.Equal(
        [
            "%t0=Rgate{ReadModifyWrite, Monitor}", "%t1=Equal(%t0,0)", "assume %t1", "Wgate=1{ReadModifyWrite, Monitor}!",
            "%t2=Rx", "%t3=NotEqual(%t2,1)", "if %t3 goto 9",
            "Wgate=0{Monitor}", "goto 11", "Wx=2", "Wgate=0{Monitor}",
        ],
        CSharpTests.LowerBody("lock (gate) { if (x == 1) return; x = 2; }", "ref object gate, ref int x"));

    [Fact]
    public void An_object_is_a_location_with_its_fields_behind_it()
    {
        LitmusProgram program = CSharpTests.Lower(
            "sealed class Box { public int Value = 7; public volatile int Flag; }\nstatic void P0(ref Box box) { box = new Box { Flag = 1 }; }\n" +
            "static void P1(ref Box box) { Box b = box; if (b != null) { int r0 = b.Value; } }",
            "box = null;");
        Assert.Equal(
            ["box+0", "Box+0", "Box.Value+8", "Box.Flag+16"],
            program.Locations.OrderBy(location => location.Address).Select(location => $"{location.Name}+{location.Offset}"));
        Assert.Equal(["WBox.Value=7{ObjectField}", "WBox.Flag=1{Volatile, ObjectField}", "Wbox=Box{Reference}"], OpText.Show(program, 0));
        Assert.Equal(
            ["b=Rbox{Reference}", "%t0=Equal(b,0)", "if %t0 goto 7", "%t0=Equal(b,0)", "pick %t0 goto 7", "%t1=Add(b,8)", "r0=R[%t1]{ObjectField}"],
            OpText.Show(program, 1));
    }

    [Fact]
    public void Each_allocation_is_an_object_of_its_own()
    {
        LitmusProgram program = CSharpTests.Lower(
            "class Box { public int Value; }\nstatic void P0(ref Box x) { x = new Box(); }\nstatic void P1(ref Box x) { x = new Box(); x = new(); }");
        Assert.Equal(["Wx=Box{Reference}"], OpText.Show(program, 0));
        Assert.Equal(["Wx=Box2{Reference}", "Wx=Box3{Reference}"], OpText.Show(program, 1));
    }

    [Fact]
    public void A_field_is_checked_for_null_when_it_is_accessed_not_when_it_is_named()
    {
        LitmusProgram program = CSharpTests.Lower("class Box { public int Value; }\nstatic void P0(ref Box b, ref int x) { b.Value = x; }");
        Assert.Equal(
            ["%t0=Rb{Reference}", "%t1=Rx", "%t2=Equal(%t0,0)", "pick %t2 goto 6", "%t3=Add(%t0,8)", "W[%t3]=%t1{ObjectField}"],
            OpText.Show(program, 0));
    }

}
