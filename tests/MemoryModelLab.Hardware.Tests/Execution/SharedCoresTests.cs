using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Hardware.Native;
using MemoryModelLab.Hardware.Placement;
using MemoryModelLab.Hardware.Tests.Native;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Tests.Execution;

/// <summary>Threads that take turns on a core are still threads: nobody sees a store before all do.</summary>
public class SharedCoresTests
{
    [NativeTheory]
    [InlineData("IRIW", "P0 | P1 | P2 | P3 ;\nmovl $1,(x) | movl $1,(y) | movl (x),%eax | movl (y),%eax ;\n | | movl (y),%ebx | movl (x),%ebx ;", "2:rax=1 /\\ 2:rbx=0 /\\ 3:rax=1 /\\ 3:rbx=0")]
    [InlineData("WRC", "P0 | P1 | P2 ;\nmovl $1,(x) | movl (x),%eax | movl (y),%eax ;\n | movl $1,(y) | movl (x),%ebx ;", "1:rax=1 /\\ 2:rax=1 /\\ 2:rbx=0")]
    [InlineData("RWC+mfence", "P0 | P1 | P2 ;\nmovl $1,(x) | movl (x),%eax | movl $1,(y) ;\n | movl (y),%ebx | mfence ;\n | | movl (x),%eax ;", "1:rax=1 /\\ 1:rbx=0 /\\ 2:rax=0")]
    public void What_no_thread_may_see_is_not_seen(string name, string rows, string forbidden)
    {
        LitmusTest test = LitmusParser.Parse($"X86_64 {name}\n{{ }}\n{rows}\nexists ({forbidden})\n", "t.litmus");
        IReadOnlyList<int> two = [.. ThreadPlacement.Available().Take(2)];
        HardwareResult result = NativeRun.Run(LitmusLowering.Lower(test), new HardwareOptions { TimeBudget = TimeSpan.FromSeconds(0.4) }, two, default);
        Assert.Equal(HardwareStatus.Completed, result.Status);
        Assert.Equal(result.Iterations, result.Outcomes.Sum(outcome => outcome.Count));
        Assert.Null(result.FirstSatisfied);
        if (two.Count > 0) Assert.Contains("in turns of", result.Parameters, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_that_may_wait_for_each_other_do_not_take_turns()
    {
        LitmusProgram Program(string waits) => LitmusLowering.Lower(LitmusParser.Parse(
            $"CSharp T\n{{ x = 0; }}\nstatic void P0(ref int x) {{ {waits} }}\nstatic void P1(ref int x) {{ x = 1; }}\nexists (x=1)\n", "t.litmus"));

        Assert.False(Assert.Single(ModeSearch.Sharings(Program("while (Volatile.Read(ref x) == 0) { }"), [0], 1)).IsShared);
        Assert.All(ModeSearch.Sharings(Program("if (x == 0) x = 2;"), [0], 1), sharing => Assert.True(sharing.IsShared));
    }
}
