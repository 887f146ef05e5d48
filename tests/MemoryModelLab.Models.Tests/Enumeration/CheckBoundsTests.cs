using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Tests.Enumeration;

/// <summary>An answer that a bound cut short is never complete.</summary>
public class CheckBoundsTests
{
    private const string SB = "X86_64 SB\n{ }\nP0 | P1 ;\nmovl $1,(x) | movl $1,(y) ;\nmovl (y),%eax | movl (x),%eax ;\nexists (0:rax=0 /\\ 1:rax=0)\n";

    [Fact]
    public void Without_a_bound_the_answer_is_complete()
    {
        CheckResult result = Check(SB, new CheckOptions());
        Assert.True(result.Complete);
        Assert.Equal(4, result.Executions);
    }

    [Fact]
    public void Too_many_executions() => Assert.False(Check(SB, new CheckOptions { MostExecutions = 2 }).Complete);

    [Fact]
    public void Too_many_events() => Assert.False(Check(SB, new CheckOptions { MostEvents = 3 }).Complete);

    // Each open decision keeps a state of 3 · 1600² bits; a thousand of them would take a gigabyte.
    [Fact]
    public void Too_much_memory()
    {
        string Thread(int first) => string.Concat(Enumerable.Range(first, 800).Select(i => $"*x={i};"));
        Assert.False(Check($"C t\n{{ }}\nP0 (int* x) {{ {Thread(1)} }}\nP1 (int* x) {{ {Thread(1001)} }}\nexists (x=1)\n", new CheckOptions()).Complete);
    }

    [Fact]
    public void Locations_that_nobody_writes_cost_no_stack()
    {
        string locations = string.Concat(Enumerable.Range(0, 4000).Select(i => $"x{i}=1;"));
        string others = string.Join(",", Enumerable.Range(0, 200).Select(i => $"int* y{i}"));
        string threads = string.Concat(Enumerable.Range(0, 200).Select(i => $"P{i} ({others.Replace("y", $"y{i}_", StringComparison.Ordinal)}) {{ }}\n"));
        CheckResult result = Check($"C t\n{{ {locations} }}\n{threads}exists (x1=1)\n", new CheckOptions());
        Assert.Equal((1L, true), (result.Positive, result.Complete));
    }

    [Fact]
    public void Too_many_paths()
    {
        const string choices = "AArch64 t\n{ 0:X1=x; }\nP0 ;\nLDXR W0,[X1] ;\nSTXR W2,W0,[X1] ;\nLDXR W0,[X1] ;\nSTXR W2,W0,[X1] ;\nexists (0:X2=0)\n";
        Assert.False(Check(choices, new CheckOptions { MostPaths = 1 }).Complete);
        Assert.True(Check(choices, new CheckOptions()).Complete);
    }

    // 300 branches on what was read make 2³⁰⁰ paths of 300 events.
    [Fact]
    public void Too_long_paths_together()
    {
        string branches = string.Concat(Enumerable.Range(0, 300).Select(i => $"LDR W0,[X1] ;\nCBZ W0,L{i} ;\nL{i}: NOP ;\n"));
        LitmusProgram program = LitmusLowering.Lower(LitmusParser.Parse($"AArch64 t\n{{ 0:X1=x; }}\nP0 ;\n{branches}exists (0:X0=0)\n", "t.litmus"));
        bool loopBoundReached = false, cutShort = false;
        IReadOnlyList<ThreadPath> paths = PathEnumerator.Enumerate(
            program.Threads[0], new LocationTable(program), LanguageRules.Of(Architecture.AArch64), new CheckOptions(), ref loopBoundReached, ref cutShort);
        Assert.True(cutShort);
        Assert.InRange(paths.Sum(path => path.Events.Count), 1, 1 << 24);
    }

    [Fact]
    public void Too_much_time_or_a_cancellation()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var program = LitmusLowering.Lower(LitmusParser.Parse(SB, "SB.litmus"));
        Assert.False(ModelChecker.Check(program, MemoryModel.BuiltIn("x86-tso"), null, cancelled.Token).Complete);
    }

    [Fact]
    public void A_loop_that_goes_on_is_reported_and_a_counting_loop_runs_to_its_end()
    {
        const string goesOn = "AArch64 t\n{ 0:X1=x; }\nP0 ;\nL: LDR W0,[X1] ;\nADD W2,W2,#1 ;\nCBZ W0,L ;\nexists (0:X0=1)\n";
        CheckResult result = Check(goesOn, new CheckOptions());
        Assert.True(result.LoopBoundReached);
        Assert.Empty(result.States);
        const string counts = "AArch64 t\n{ }\nP0 ;\nMOV W0,#9 ;\nL: ADD W1,W1,#2 ;\nSUB W0,W0,#1 ;\nCBNZ W0,L ;\nforall (0:X1=18)\n";
        result = Check(counts, new CheckOptions());
        Assert.False(result.LoopBoundReached);
        Assert.True(result.ConditionHolds);
    }

    [Theory]
    [InlineData("", false)] // another round reads again, and that is all
    [InlineData("ADD W2,W2,#1 ;", true)] // the rounds are counted
    [InlineData("MOV W3,W0 ;", false)] // is set again in the next round
    [InlineData("EOR W3,W3,W0 ;", true)] // sums up what the rounds have read
    [InlineData("STR W0,[X4] ;", true)] // writes
    [InlineData("DMB SY ;", true)] // orders
    [InlineData("LDXR W3,[X4] ;", true)] // a store behind it could belong to the read
    public void Waiting_is_no_loop_that_goes_on(string inside, bool isReported)
    {
        string test = $"AArch64 t\n{{ 0:X1=x; 0:X4=z; 0:X5=y; }}\nP0 ;\nL: LDR W0,[X1] ;\n{inside}\nCBZ W0,L ;\nLDR W6,[X5] ;\nexists (0:X6=0)\n";
        Assert.Equal(isReported, Check(test, new CheckOptions()).LoopBoundReached);
    }

    [Theory]
    [InlineData("sc", 0)]
    [InlineData("x86-tso", 0)]
    [InlineData("arm64", 1)]
    [InlineData("dotnet", 1)]
    public void How_long_is_waited_changes_nothing(string model, int stale)
    {
        const string message = "CSharp t\n{ data = 0; flag = 0; }\nstatic void P0(ref int data, ref int flag) { data = 1; flag = 1; }\n"
            + "static void P1(ref int data, ref int flag) { while (flag == 0) { } int r0 = data; }\nexists (1:r0=0)\n";
        LitmusProgram program = LitmusLowering.Lower(LitmusParser.Parse(message, "t.litmus"));
        string[][] states = [.. ((int[])[1, 2, 5]).Select(bound => ModelChecker.Check(program, MemoryModel.BuiltIn(model), new CheckOptions { LoopBound = bound }))
            .Select(result => (string[])[$"{result.LoopBoundReached}", .. result.States.Select(state => state.Text)])];
        Assert.Equal(2 + stale, states[0].Length);
        Assert.Equal("False", states[0][0]);
        Assert.All(states, each => Assert.Equal(states[0], each));
    }

    private static CheckResult Check(string text, CheckOptions options) =>
        ModelChecker.Check(LitmusLowering.Lower(LitmusParser.Parse(text, "t.litmus")), MemoryModel.BuiltIn("x86-tso"), options);
}
