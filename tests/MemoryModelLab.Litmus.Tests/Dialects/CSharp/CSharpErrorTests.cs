namespace MemoryModelLab.Litmus.Tests.Dialects.CSharp;

public class CSharpErrorTests
{
    [Theory]
    [InlineData("x = y;", 29, "The name 'y' does not exist in the current context (CS0103)")]
    [InlineData("x = ;", 29, "Invalid expression term ';' (CS1525)")]
    [InlineData("int r; x = r;", 36, "Use of unassigned local variable 'r' (CS0165)")]
    [InlineData("try { x = 1; } finally { }", 25, "C# tests do not cover a try statement `try { x = 1; } finally { }`")]
    [InlineData("int a = x / x;", 33, "divide by a constant other than 0 and -1")]
    [InlineData("checked { x = x + 1; }", 39, "use the built-in unchecked operators")]
    [InlineData("int r = 0; int q = Volatile.Read(ref r);", 62, "a local is private to its thread; pass a location")]
    [InlineData("string s = \"a\";", 32, "C# tests do not cover values of type string")]
    [InlineData("foreach (int q in new int[2]) x = q;", 25, "a for each statement")]
    [InlineData("ref int a = ref x;", 33, "a local holds a value")]
    [InlineData("Thread.Sleep(1);", 25, "calls are of Volatile, Interlocked")]
    public void Names_the_construct_and_its_place(string body, int column, string problem)
    {
        LitmusException error = Assert.Throws<LitmusException>(() => CSharpTests.Lower($"static void P0(ref int x) {{ {body} }}"));
        Assert.Equal(new SourcePosition(CSharpTests.File, 3, column + 4), error.Position);
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("static int P0(ref int x) { return 1; }", "expected a thread `static void P0(ref int x, …)`")]
    [InlineData("static void P1(ref int x) { }", "expected a thread `static void P0(ref int x, …)`")]
    [InlineData("static void P0(int x) { }", "a parameter is a location: `ref int x`")]
    [InlineData("static void P0(ref double x) { }", "locations are integers, bool, object references, and structs the test declares")]
    [InlineData("static void P0(ref int x) { }\nstatic void P1(ref long x) { }", "location x is long here and int in another thread")]
    [InlineData("static void P0(ref object x) { lock (x) { lock (x) { } } }", "take each lock once")]
    [InlineData("static void P0(ref object x) { lock (x) { x = null; } }", "expected it in lock statements only")]
    [InlineData("class B { public int V; }\nstatic void P0(ref B x) { while (x == null) x = new B(); }", "none may stand in a loop")]
    [InlineData("class B { void M() { } }\nstatic void P0(ref int x) { }", "a class may only have fields")]
    [InlineData("enum B { V }\nstatic void P0(ref int x) { }", "declare a class or struct with fields")]
    [InlineData("static void P0(ref int x) { } class Z { }", "expected all declarations before the threads")]
    [InlineData("static void P0(ref int x) { x = 1;", "this member does not end")]
    [InlineData("static void P0(ref int x) { if (x == 1) { int r = 1; } else { long r = 2; } }", "two locals r of different types")]
    public void Says_what_would_be_right(string members, string problem)
    {
        LitmusException error = Assert.Throws<LitmusException>(() => CSharpTests.Lower(members));
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_initial_value_must_fit_its_location()
    {
        LitmusException error = Assert.Throws<LitmusException>(() => CSharpTests.Lower("static void P0(ref byte x) { }", "x = 300;"));
        Assert.Contains("location x is of type byte, expected a number in its range", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0:x")]
    [InlineData("0:r7")]
    public void A_condition_names_locals_only(string register) =>
        Assert.Throws<LitmusException>(() => CSharpTests.Parse("static void P0(ref int x) { int r0 = x; }", final: $"exists ({register}=1)"));

    [Theory]
    [InlineData("x = ", "(", "1", ")", 5000)]
    [InlineData("x = ", "(", "1", "", 5000)]
    [InlineData("", "while (x == 1) ", "x = 1;", "", 1000)]
    [InlineData("int r = ", "x == 1 ? 1 : ", "2;", "", 1000)]
    [InlineData("bool r = ", "!", "true;", "", 12000)]
    [InlineData("int", "*", " r = null;", "", 12000)]
    [InlineData("var r = ", "throw ", "x;", "", 2000)]
    [InlineData("var r = ", "new A<", "x;", "", 2000)]
    public void Deep_nesting_ends_in_a_test_or_an_error(string before, string open, string middle, string close, int depth)
    {
        string body = before + Repeat(open, depth) + middle + Repeat(close, depth);
        Exception? outcome = Record.Exception(() => CSharpTests.Lower($"static void P0(ref int x) {{ {body}; }}"));
        Assert.True(outcome is null or LitmusException, outcome?.ToString());
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
