using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Litmus.Tests.Programs;

namespace MemoryModelLab.Litmus.Tests.Dialects.CSharp;

/// <summary>Structs, arrays, and static fields with their constructors.</summary>
public class AggregateLoweringTests
{
    private const string Pair = "struct Pair { public int a; public long b; }\n";
    private const string Config = "class Config { public static int size = 3; public static int other; static Config() { other = size; } }\n";

    [Theory]
    [InlineData("Pair q = p;", "%t0=Rp.a", "%t1=Rp.b", "q.a=%t0", "q.b=%t1")]
    [InlineData("p = new Pair { b = 2 };", "Wp.a=0", "Wp.b=2")]
    [InlineData("p = default;", "Wp.a=0", "Wp.b=0")]
    [InlineData("p.b = 5; int r = p.a;", "Wp.b=5", "r=Rp.a")]
    [InlineData("Pair q; q.a = 1; q.b = 2; p = q;", "q.a=1", "q.b=2", "Wp.a=q.a", "Wp.b=q.b")]
    [InlineData("Volatile.Write(ref p.a, 1);", "Wp.a=1{Volatile}")]
    public void A_struct_is_its_fields(string body, params string[] expected) => Assert.Equal(expected, Ops(Pair + "static void P0(ref Pair p) { " + body + " }"));

    [Theory]
    [InlineData("exists ([p.b]=2)", "[p.b]", 64)]
    [InlineData("exists (p.a=2)", "[p.a]", 32)]
    [InlineData("exists ([Int32Array[1]]=8)", "Int32Array[1]", 64)]
    public void Conditions_name_fields_and_elements(string final, string name, int width)
    {
        LitmusProgram program = CSharpTests.Lower(
            Pair + "static void P0(ref Pair p, ref int[] q) { p.a = 1; int[] a = new int[2]; a[1] = 8; q = a; }", final: final);
        Observed observed = Assert.Single(program.Observed);
        Assert.Equal((name, width), (observed.Name, observed.Width));
        string location = program.Locations[observed.Index].Name;
        Assert.Contains(location, name, StringComparison.Ordinal);
        Assert.Single(program.Locations, other => other.Name == location);
    }

    [Fact]
    public void Fields_begin_with_zero()
    {
        LitmusException error = Assert.Throws<LitmusException>(() => CSharpTests.Lower(Pair + "static void P0(ref Pair p) { p.a = 1; }", "p.a = 3;"));
        Assert.Contains("p.a has an initial value", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Element_accesses_are_field_accesses_of_the_array()
    {
        Assert.Equal(
            ["WInt32Array[0]=7{ObjectField}", "WInt32Array[1]=8{ObjectField}", "Wp=a{Reference}"],
            Ops("static void P0(ref int[] p) { int[] a = new int[] { 7, 8 }; p = a; }").Where(op => op[0] == 'W'));
    }

    [Theory]
    [InlineData("a[2] = 1;", "the arrays of this type have 2 elements, expected an index from 0 to 1")]
    [InlineData("int[] b = new int[3];", "expected one length")]
    [InlineData("int[] b = new int[r];", "an array has a constant length from 1 to 16")]
    [InlineData("int[] b = new int[17];", "an array has a constant length from 1 to 16")]
    [InlineData("a[r] = x;", "put the value into a local first")]
    [InlineData("int[,] b = new int[2, 2];", "C# tests do not cover")]
    [InlineData("long[] b = null; long s = b[0];", "no thread creates an array of type long[]")]
    [InlineData("while (r < 2) { a = new int[2]; }", "none may stand in a loop")]
    public void What_arrays_may_not(string body, string message)
    {
        LitmusException error = Assert.Throws<LitmusException>(
            () => CSharpTests.Lower("static void P0(ref int x) { int r = 1; int[] a = new int[2]; " + body + " }"));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_static_constructor_runs_before_the_first_access_only_and_under_a_lock()
    {
        string[] ops = Ops(Config + "static void P0() { int r = Config.other; }");
        Assert.Equal(
            [
                "%t0=RConfig.%initialised{Volatile}",
                "if %t0 goto 13",
                "%t0=RConfig.%lock{ReadModifyWrite, Monitor}",
                "%t1=Equal(%t0,0)",
                "assume %t1",
                "WConfig.%lock=1{ReadModifyWrite, Monitor}!",
                "%t0=RConfig.%initialised",
                "if %t0 goto 12",
                "WConfig.size=3",
                "%t2=RConfig.size",
                "WConfig.other=%t2",
                "WConfig.%initialised=1{Volatile}",
                "WConfig.%lock=0{Monitor}",
                "r=RConfig.other",
            ],
            ops);
    }

    [Fact]
    public void Static_fields_without_a_constructor_are_locations_with_their_initial_values()
    {
        LitmusProgram program = CSharpTests.Lower("class C { public static int x = 4; }\nstatic void P0() { int r = C.x; C.x = 1; }");
        Assert.Equal(["C.x=4"], program.Locations.Select(location => $"{location.Name}={location.Initial}"));
        Assert.Equal(["r=RC.x", "WC.x=1"], OpText.Show(program, 0));
    }

    [Theory]
    [InlineData("class C { public static int x; static C() { return; } }\nstatic void P0() { int r = C.x; }", "return")]
    [InlineData("class C { public static int x; static C() { x = D.y; } }\nclass D { public static int y; static D() { y = 1; } }\nstatic void P0() { int r = C.x; }", "its own type only")]
    [InlineData("struct S { public int x; public S(int a) { x = a; } }\nstatic void P0(ref int x) { x = 1; }", "a struct only fields")]
    [InlineData("class C { C() { } }\nstatic void P0(ref int x) { x = 1; }", "a static constructor")]
    [InlineData("interface I { }\nstatic void P0(ref int x) { x = 1; }", "declare a class or struct with fields")]
    public void What_types_may_not(string code, string message)
    {
        LitmusException error = Assert.Throws<LitmusException>(() => CSharpTests.Lower(code));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static string[] Ops(string code) => OpText.Show(CSharpTests.Lower(code), 0);
}
