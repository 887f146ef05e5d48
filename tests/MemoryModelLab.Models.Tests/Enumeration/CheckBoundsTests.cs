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
        const string waits = "AArch64 t\n{ 0:X1=x; }\nP0 ;\nL: LDR W0,[X1] ;\nCBZ W0,L ;\nexists (0:X0=1)\n";
        CheckResult result = Check(waits, new CheckOptions());
        Assert.True(result.LoopBoundReached);
        Assert.Empty(result.States);
        const string counts = "AArch64 t\n{ }\nP0 ;\nMOV W0,#9 ;\nL: ADD W1,W1,#2 ;\nSUB W0,W0,#1 ;\nCBNZ W0,L ;\nforall (0:X1=18)\n";
        result = Check(counts, new CheckOptions());
        Assert.False(result.LoopBoundReached);
        Assert.True(result.ConditionHolds);
    }

    private static CheckResult Check(string text, CheckOptions options) =>
        ModelChecker.Check(LitmusLowering.Lower(LitmusParser.Parse(text, "t.litmus")), MemoryModel.BuiltIn("x86-tso"), options);
}
