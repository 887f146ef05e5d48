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
    }

    [Fact]
    public void A_trace_is_written_as_chrome_trace_events()
    {
        MachineRun run = Lead(new MachineOptions());
        while (run.Enabled.Count > 0) run.Take(0);
        using var written = new MemoryStream();
        using (var file = new ChromeTrace(written, 2, "memory")) file.Add(run.Trace());
        using var json = System.Text.Json.JsonDocument.Parse(written.ToArray());
        System.Text.Json.JsonElement[] events = [.. json.RootElement.GetProperty("traceEvents").EnumerateArray()];
        Assert.Equal(3 + 3 + 1 + 1 + 1 + 1, events.Count(e => e.GetProperty("ph").GetString() == "M"));
        Assert.Equal(2 * run.Length, events.Count(e => e.GetProperty("ph").GetString() == "X")); // each step is at a core and at memory
    }

    private static MachineRun Lead(MachineOptions options) =>
        Simulation.Explore(ModelAgreement.Read(Path.Combine(ModelAgreement.Folder, "classic", "x64", "SB.litmus")), options with { ShowsEveryAccess = true }).Lead();
}
