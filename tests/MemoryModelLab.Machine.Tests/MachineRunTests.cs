using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine.Tests;

/// <summary>A run that is led goes forward and back, and is told as a trace.</summary>
public sealed class MachineRunTests
{
    [Fact]
    public void Goes_forward_and_back()
    {
        MachineRun run = Lead(new MachineOptions());
        string[] start = [.. run.Enabled];
        Assert.Equal(["P0 reads y=0", "P0 x=1 leaves the buffer", "P1 reads x=0", "P1 y=1 leaves the buffer"], start);
        Assert.False(run.Back());
        Assert.Null(run.Outcome);
        Assert.Equal(6, run.Cores[0].Line); // the load: the store is in the buffer
        run.Take(1);
        Assert.Contains("P1 reads x=1", run.Enabled);
        Assert.Contains(new Part("memory", "x=1 y=0"), run.Parts);
        Assert.Equal("x=1 leaves the buffer", Assert.Single(run.Trace().Steps).Action);
        Assert.True(run.Back());
        Assert.Equal(start, run.Enabled);
        Assert.Equal(0, run.Length);
    }

    [Fact]
    public void Ends_when_nothing_more_can_happen_and_its_trace_is_all_steps()
    {
        MachineRun run = Lead(new MachineOptions { Protocol = "mesi" });
        while (run.Enabled.Count > 0) run.Take(run.Enabled.Count - 1);
        Assert.Equal(run.Length, run.Trace().Steps.Count);
        Assert.Equal(["P0", "P1", "bus"], run.Trace().Participants);
        Assert.Null(run.Violation);
        Assert.Contains(run.Outcome, (string[])["0:rax=0; 1:rax=1;", "0:rax=1; 1:rax=0;", "0:rax=0; 1:rax=0;", "0:rax=1; 1:rax=1;"]);
        Assert.All(run.Cores, core => Assert.Equal("rax", Assert.Single(core.Registers).Name));
    }

    private static MachineRun Lead(MachineOptions options) =>
        Simulation.Explore(ModelAgreement.Read(Path.Combine(ModelAgreement.Folder, "classic", "x64", "SB.litmus")), options with { ShowsEveryAccess = true }).Lead();
}
