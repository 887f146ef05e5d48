using MemoryModelLab.Litmus.Tests.Programs;

namespace MemoryModelLab.Litmus.Tests.Dialects.C;

/// <summary>C threads: what they lower to, that they read back as printed, and where their errors stand.</summary>
public sealed class CDialectTests
{
    private const string Relaxed = "{CAtomic, CRelaxed}";

    [Theory]
    [InlineData("*x = 1;", "Wx=1{CNonAtomic}")]
    [InlineData("int r0 = *x;", "%t0=Rx{CNonAtomic}", "r0=%t0")]
    [InlineData("atomic_store(x, 2);", "Wx=2{CAtomic, CSequential}")]
    [InlineData("atomic_store_explicit(x, 2, memory_order_release);", "Wx=2{CAtomic, CRelease}")]
    [InlineData("int r0 = atomic_load_explicit(x, memory_order_relaxed);", "%t0=Rx" + Relaxed, "r0=%t0")]
    [InlineData("atomic_thread_fence(memory_order_acq_rel);", "F{CAtomic, CAcquireRelease, CFence}")]
    [InlineData("atomic_init(x, 3);", "Wx=3{CNonAtomic}")]
    public void Accesses_and_fences(string code, params string[] expected) => Assert.Equal(expected, Lower(code));

    [Theory]
    [InlineData(
        "int r0 = atomic_fetch_add_explicit(x, 1, memory_order_relaxed);",
        "%t0=Rx{ReadModifyWrite, CAtomic, CRelaxed}", "%t1=Add(%t0,1)", "Wx=%t1{ReadModifyWrite, CAtomic, CRelaxed}!", "r0=%t0")]
    [InlineData(
        "atomic_exchange(x, 5);",
        "%t0=Rx{ReadModifyWrite, CAtomic, CSequential}", "Wx=5{ReadModifyWrite, CAtomic, CSequential}!")]
    [InlineData(
        "atomic_compare_exchange_strong_explicit(x, y, 2, memory_order_acquire, memory_order_relaxed);",
        "%t0=Ry{CNonAtomic}", "%t1=?", "pick %t1 goto 9",
        "%t3=Rx{ReadModifyWrite, CAtomic, CAcquire}", "%t4=Equal(%t3,%t0)", "assume %t4", "Wx=2{ReadModifyWrite, CAtomic, CAcquire}!", "%t2=1", "goto 14",
        "%t3=Rx" + Relaxed, "%t5=NotEqual(%t3,%t0)", "assume %t5", "Wy=%t3{CNonAtomic}", "%t2=0")]
    public void Read_modify_writes(string code, params string[] expected) => Assert.Equal(expected, Lower(code));

    [Theory]
    [InlineData("int r0; r0 = 1 + 2 * 3;", "%t0=Multiply(2,3)", "%t1=Add(1,%t0)", "r0=%t1")]
    [InlineData("int r0 = (1 + 2) * 3;", "%t0=Add(1,2)", "%t1=Multiply(%t0,3)", "r0=%t1")]
    [InlineData("int r0 = 1; if (r0 == 1) *x = 1; else *y = 1;", "r0=1", "%t0=Equal(r0,1)", "%t1=Equal(%t0,0)", "if %t1 goto 6", "Wx=1{CNonAtomic}", "goto 7", "Wy=1{CNonAtomic}")]
    [InlineData("int r0 = 2; while (r0) r0 = r0 - 1;", "r0=2", "%t0=Equal(r0,0)", "if %t0 goto 6", "%t1=Subtract(r0,1)", "r0=%t1", "goto 1")]
    [InlineData("int r0 = 0; do { r0 += 1; } while (r0 < 2);", "r0=0", "%t0=Add(r0,1)", "r0=%t0", "%t1=LessThan(r0,2)", "if %t1 goto 1")]
    public void Expressions_and_control_flow(string code, params string[] expected) => Assert.Equal(expected, Lower(code));

    [Theory]
    [InlineData("int r0 = -(1 - (2 - 3)) - - *x; // c\n/* d */ r0 = !r0 ? ~r0 : (int)r0;")]
    [InlineData("if (*x) if (*y) *x = 1; else { } ;")]
    [InlineData("int a = 1, b, c = a << 1 | b & 3; for (; a < 3; a = a + 1) { b = (c = a); }")]
    [InlineData("for (int i = 0; i < 2; i += 1) *x = i && *y || a(i); ")]
    [InlineData("int r = __atomic_add_unless{mb}(x, 10, 0);")]
    public void A_thread_reads_back_as_printed(string code)
    {
        LitmusTest test = LitmusParser.Parse(Test(code), "t.litmus");
        Assert.Equal(test, LitmusParser.Parse(LitmusPrinter.Print(test), "printed.litmus"));
    }

    [Theory]
    [InlineData("x = 1;", "3:1", "expected *x = …")]
    [InlineData("r0 = 1;", "3:1", "r0 is not declared")]
    [InlineData("int r0 = ;", "3:10", "expected an expression")]
    [InlineData("int r0 = 1", "4:1", "expected \";\"")]
    [InlineData("atomic_load(x, y, 3);", "3:1", "takes 1 arguments, found 3")]
    [InlineData("atomic_load_explicit(x, relaxed);", "3:25", "expected memory_order_relaxed")]
    [InlineData("smp_mb();", "3:1", "smp_mb is not covered")]
    [InlineData("goto l;", "3:1", "\"goto\" is not covered")]
    [InlineData("1 = 2;", "3:3", "only a variable or *location can be assigned")]
    [InlineData("int r0 = 99999999999999999999999;", "3:10", "not a number of at most 64 bits")]
    [InlineData("int x = 1;", "3:1", "x is a parameter already")]
    [InlineData("int r0 = atomic_store(x, 1);", "3:10", "has no value")]
    [InlineData("/* open", "3:1", "comment is not closed")]
    public void Errors_say_where_and_what(string code, string place, string problem)
    {
        var error = Assert.Throws<LitmusException>(() => LitmusLowering.Lower(LitmusParser.Parse(Test(code), "t.litmus")));
        Assert.StartsWith($"t.litmus:{place}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_an_error()
    {
        foreach (string code in (string[])[new string('{', 100_000), "int r0 = " + new string('(', 100_000), "int r0 = " + new string('!', 100_000) + "1;"])
        {
            Assert.Throws<LitmusException>(() => LitmusParser.Parse(Test(code), "t.litmus"));
        }
    }

    // Each parenthesis holds a chain: neither is deep, the tree they make together would be.
    [Fact]
    public void Nested_chains_are_bounded_together()
    {
        string expression = "1";
        for (int i = 0; i < 150; i++) expression = $"({expression}{string.Concat(Enumerable.Repeat(" + 1", 150))})";
        var error = Assert.Throws<LitmusException>(() => LitmusParser.Parse(Test($"int r0 = {expression};"), "t.litmus"));
        Assert.Contains("more than 1000 operators", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Positions_of_a_long_thread_are_right()
    {
        string code = string.Concat(Enumerable.Repeat("*x = 1; /* a\n */\n", 1000)) + "  int r0 = y0;";
        var error = Assert.Throws<LitmusException>(() => LitmusLowering.Lower(LitmusParser.Parse(Test(code), "t.litmus")));
        Assert.StartsWith("t.litmus:2003:12: ", error.Message, StringComparison.Ordinal);
    }

    private static string Test(string code) => $"C t\n{{ }} P0 (atomic_int* x, int* y) {{\n{code}\n}}\nexists (x=1)\n";

    private static string[] Lower(string code) => OpText.Show(LitmusLowering.Lower(LitmusParser.Parse(Test(code), "t.litmus")), 0);
}
