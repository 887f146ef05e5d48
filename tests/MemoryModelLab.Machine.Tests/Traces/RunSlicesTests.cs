using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine.Tests.Traces;

/// <summary>A run as slices: who takes part in which step, and what is where how long.</summary>
public sealed class RunSlicesTests
{
    [Fact]
    public void Tells_each_step_and_what_each_part_holds_until_it_changes()
    {
        List<Slice> slices = Slices("x64/SB", new MachineOptions { Protocol = "mesi" });
        Assert.Equal(
            [("BusRd: reads y=0", 0), ("BusRdX: x=1 leaves the buffer", 2)],
            slices.Where(slice => slice is { Participant: "P0", Track: "core" }).Select(slice => (slice.Name, (int)slice.Start)));
        Assert.Equal(4, slices.Count(slice => slice is { Participant: "bus", Track: "bus" }));
        Assert.Equal(new Slice("P0", "buffer", "x=1", 0, 3), Assert.Single(slices, slice => slice is { Participant: "P0", Track: "buffer" }));
        Assert.Equal(
            [("E[y=0]", 1L, 3L), ("M[x=1] E[y=0]", 3L, 4L), ("M[x=1]", 4L, 5L)],
            slices.Where(slice => slice is { Participant: "P0", Track: "cache" }).Select(slice => (slice.Name, slice.Start, slice.End)));
        Assert.Equal(["x=0 y=0"], slices.Where(slice => slice is { Participant: "bus", Track: "memory" }).Select(slice => slice.Name));
    }

    [Theory]
    [InlineData("x64/SB", "flat", false)]
    [InlineData("x64/MP", "moesi", false)]
    [InlineData("x64/IRIW", "mesi-directory-unordered", false)]
    [InlineData("aarch64/MP", "flat", true)]
    public void Slices_nest_on_every_track(string test, string protocol, bool outOfOrder)
    {
        List<Slice> slices = Slices(test, new MachineOptions { Protocol = protocol, OutOfOrder = outOfOrder });
        Assert.NotEmpty(slices);
        TraceEvents.AssertNested(slices);
    }

    private static List<Slice> Slices(string test, MachineOptions options)
    {
        SimulationResult result = Simulation.Explore(ModelAgreement.Read(Path.Combine(ModelAgreement.Folder, "classic", $"{test}.litmus")), options with { ShowsEveryAccess = true });
        ReachedState shown = result.States.FirstOrDefault(state => state.Satisfies) ?? result.States[0];
        return TraceEvents.Read(output => RunSlices.Write(output, result.TraceTo(shown.Number)));
    }
}
