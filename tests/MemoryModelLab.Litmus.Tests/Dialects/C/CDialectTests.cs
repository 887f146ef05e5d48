using MemoryModelLab.Litmus.Tests.Programs;

namespace MemoryModelLab.Litmus.Tests.Dialects.C;

/// <summary>C threads: what they lower to, that they read back as printed, and where their errors stand.</summary>
public sealed class CDialectTests
{
    private const string Relaxed = "{CAtomic, CRelaxed}";

    [Theory]
    [InlineData("*x = 1;", "Wx=1{CNonAtomic}")]
    [InlineData("int r0 = *x;", "r0=Rx{CNonAtomic}")]
    [InlineData("atomic_store(x, 2);", "Wx=2{CAtomic, CSequential}")]
    [InlineData("atomic_store_explicit(x, 2, memory_order_release);", "Wx=2{CAtomic, CRelease}")]
    [InlineData("int r0 = atomic_load_explicit(x, memory_order_relaxed);", "r0=Rx" + Relaxed)]
    [InlineData("atomic_thread_fence(memory_order_acq_rel);", "F{CAtomic, CAcquireRelease, CFence}")]
    [InlineData("atomic_init(x, 3);", "Wx=3{CNonAtomic}")]
    public void Accesses_and_fences(string code, params string[] expected) => Assert.Equal(expected, Lower(code));

    [Theory]
    [InlineData(
        "int r0 = atomic_fetch_add_explicit(x, 1, memory_order_relaxed);",
        "%t0=Rx{ReadModifyWrite, CAtomic, CRelaxed}", "%t1=Add(%t0,1)", "%t2=SignExtend(%t1,32)", "Wx=%t2{ReadModifyWrite, CAtomic, CRelaxed}!", "r0=%t0")]
    [InlineData(
        "int r0 = 0; WCAS(x, &r0, 2);",
        "r0=0", "%t0=?", "%t2=Equal(%t0,0)", "pick %t2 goto 10",
        "%t3=Rx{ReadModifyWrite, CAtomic, CSequential}", "%t4=Equal(%t3,r0)", "assume %t4", "Wx=2{ReadModifyWrite, CAtomic, CSequential}!", "%t1=1", "goto 14",
        "%t5=Rx{CAtomic, CSequential}", "%t6=NotEqual(%t5,r0)", "r0=%t5", "%t1=0")]
    [InlineData(
        "atomic_exchange(x, 5);",
        "%t0=Rx{ReadModifyWrite, CAtomic, CSequential}", "Wx=5{ReadModifyWrite, CAtomic, CSequential}!")]
    [InlineData(
        "atomic_compare_exchange_strong_explicit(x, y, 2, memory_order_acquire, memory_order_relaxed);",
        "%t0=Ry{CNonAtomic}", "%t1=?", "%t3=Equal(%t1,0)", "pick %t3 goto 10",
        "%t4=Rx{ReadModifyWrite, CAtomic, CAcquire}", "%t5=Equal(%t4,%t0)", "assume %t5", "Wx=2{ReadModifyWrite, CAtomic, CAcquire}!", "%t2=1", "goto 15",
        "%t6=Rx" + Relaxed, "%t7=NotEqual(%t6,%t0)", "assume %t7", "Wy=%t6{CNonAtomic}", "%t2=0")]
    public void Read_modify_writes(string code, params string[] expected) => Assert.Equal(expected, Lower(code));

    [Theory]
    [InlineData("int r0; r0 = *x + 2 * r0;", "%t0=Rx{CNonAtomic}", "%t1=Multiply(2,r0)", "%t2=SignExtend(%t1,32)", "%t3=Add(%t0,%t2)", "r0=SignExtend(%t3,32)")]
    [InlineData("int r0 = 1; if (r0 == 1) *x = 1; else *y = 1;", "r0=1", "%t0=NotEqual(r0,1)", "if %t0 goto 5", "Wx=1{CNonAtomic}", "goto 6", "Wy=1{CNonAtomic}")]
    [InlineData("int r0 = 2; while (r0) r0 = r0 & 1;", "r0=2", "%t0=Equal(r0,0)", "if %t0 goto 5", "r0=And(r0,1)", "goto 1")]
    [InlineData("int r0 = 0; do { r0 |= 1; } while (r0 < 2);", "r0=0", "%t0=Or(r0,1)", "r0=%t0", "%t0=LessThan(r0,2)", "if %t0 goto 1")]
    [InlineData("int r0 = 0; if (r0 && *x) *y = 1;", "r0=0", "%t0=Equal(r0,0)", "if %t0 goto 7", "%t1=Rx{CNonAtomic}", "%t2=Equal(%t1,0)", "if %t2 goto 7", "Wy=1{CNonAtomic}")]
    [InlineData("int r0 = 0; while (1) { if (r0) break; else continue; } return;", "r0=0", "%t0=Equal(r0,0)", "if %t0 goto 5", "goto 7", "goto 6", "goto 6", "goto 1", "goto 8")]
    public void Expressions_and_control_flow(string code, params string[] expected) => Assert.Equal(expected, Lower(code));

    // ISO C11 6.3.1: integer promotions, conversions, and arithmetic in the operands' common type.
    [Theory]
    [InlineData("unsigned int a; uint8_t b; a = a - b;", "%t0=Subtract(a,b)", "a=ZeroExtend(%t0,32)")]
    [InlineData("unsigned int a; int r0 = a >> 31;", "r0=ShiftRightLogical(a,31)", "r0=SignExtend(r0,32)")]
    [InlineData("int a; int r0 = (char)a;", "r0=SignExtend(a,8)")]
    [InlineData("int64_t a; a = a + 1;", "a=Add(a,1)")]
    [InlineData("uint64_t a; int r0 = a < 1;", "r0=LessThanUnsigned(a,1)")]
    [InlineData("int a; unsigned int b; int r0 = a < b;", "%t0=ZeroExtend(a,32)", "r0=LessThan(%t0,b)")]
    [InlineData("bool b = 256;", "b=1")]
    [InlineData("volatile _Atomic(long) a; int b = a;", "b=SignExtend(a,32)")]
    [InlineData("int a, *p = x; int r0 = p[a];", "p=x", "%t0=Multiply(a,4)", "%t1=Add(p,%t0)", "r0=R[%t1]{CNonAtomic}")]
    public void Types(string code, params string[] expected) => Assert.Equal(expected, Lower(code));

    [Theory]
    [InlineData("int r0 = -(1 - (2 - 3)) - - *x; // c\n/* d */ r0 = !r0 ? ~r0 : (int)r0;")]
    [InlineData("_Atomic(unsigned int) a, *volatile b = (_Atomic(int) *)x;")]
    [InlineData("if (*x) if (*y) *x = 1; else { } ;")]
    [InlineData("int a = 1, b, *p, c = a << 1 | b & 3; for (; a < 3; a = a + 1) { b = (c = a); }")]
    [InlineData("for (int i = 0; i < 2; i += 1) *x = i && *y || a(i); ")]
    [InlineData("int r = __atomic_add_unless{mb}(x, 10, 0);")]
    [InlineData("while (0x7FFFFFFFUL) { x[1]++; --*y; (*x)--; break; } for (;;) ; do ; while (- --*y); return;")]
    [InlineData("int r = (a = 1) + (b ? c : d) * (e + f); r = a ? b = c : (d ? e : f); *(int **)&*x = & *y;")]
    public void A_thread_reads_back_as_printed(string code)
    {
        LitmusTest test = LitmusParser.Parse(Test(code), "t.litmus");
        Assert.Equal(test, LitmusParser.Parse(LitmusPrinter.Print(test), "printed.litmus"));
    }

    [Theory]
    [InlineData("x = 1;", "3:1", "or *x")]
    [InlineData("r0 = 1;", "3:1", "r0 is not declared")]
    [InlineData("int r0 = ;", "3:10", "expected an expression")]
    [InlineData("int r0 = 1", "4:1", "expected \";\"")]
    [InlineData("atomic_load(x, y, 3);", "3:1", "has 3 arguments, expected 1")]
    [InlineData("atomic_load_explicit(x, relaxed);", "3:25", "memory_order_relaxed")]
    [InlineData("atomic_load_explicit(x, memory_order_release);", "3:25", "a load cannot release")]
    [InlineData("atomic_store_explicit(x, 1, memory_order_acquire);", "3:29", "a store cannot acquire")]
    [InlineData("smp_mb();", "3:1", "smp_mb is the Linux kernel's")]
    [InlineData("goto l;", "3:1", "found \"goto\"")]
    [InlineData("1 = 2;", "3:3", "expected a variable or a location")]
    [InlineData("int r0 = 99999999999999999999999;", "3:10", "number of at most 64 bits")]
    [InlineData("int r0 = 010;", "3:10", "a decimal or 0x number")]
    [InlineData("int x = 1;", "3:5", "x is a parameter")]
    [InlineData("int r0 = atomic_store(x, 1);", "3:10", "gives no value")]
    [InlineData("int r0 = *5;", "3:10", "expected a pointer")]
    [InlineData("int r0 = x * 2;", "3:12", "of a pointer")]
    [InlineData("break;", "3:1", "outside a loop")]
    [InlineData("double d;", "3:1", "the type double is not covered")]
    [InlineData("/* open", "3:1", "comment is not closed")]
    [InlineData("if (*x) {", "5:1", "found \"exists\", expected a statement, or \"}\" to close the thread")]
    [InlineData("__fence{mb};", "3:1", "__fence{mb} is not covered")]
    [InlineData("_Atomic(struct s) a;", "3:9", "the type struct is not covered")]
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

    [Fact]
    public void A_thread_has_at_most_256_parameters()
    {
        string parameters = string.Join(", ", Enumerable.Range(0, 257).Select(i => $"int* x{i}"));
        var error = Assert.Throws<LitmusException>(() => LitmusParser.Parse($"C t\n{{ }} P0 ({parameters}) {{ }}\nexists (x=1)\n", "t.litmus"));
        Assert.Contains("at most 256 parameters", error.Message, StringComparison.Ordinal);
    }

    // Each parenthesis holds a chain: neither is deep, the tree they make together would be.
    [Fact]
    public void Nested_chains_are_bounded_together()
    {
        string expression = "1";
        for (int i = 0; i < 40; i++) expression = $"({expression}{string.Concat(Enumerable.Repeat(" + 1", 60))})";
        var error = Assert.Throws<LitmusException>(() => LitmusParser.Parse(Test($"int r0 = {expression};"), "t.litmus"));
        Assert.Contains("at most 2000 parts", error.Message, StringComparison.Ordinal);
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
