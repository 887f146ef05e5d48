using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Machine.Tests.Traces;

/// <summary>Slices that overlap are kept apart.</summary>
public sealed class ChromeTraceTests
{
    [Fact]
    public void Slices_that_overlap_are_on_lanes_of_their_track()
    {
        List<Slice> slices = TraceEvents.Read(output =>
        {
            using var trace = new ChromeTrace(output, ["P0", "bus"]);
            trace.Add("P0", "cache", "a", 0, 10);
            trace.Add("P0", "cache", "b", 5, 10);
            trace.Add("P0", "cache", "c", 10, 10);
            trace.Add("bus", "cache", "d", 5, 10);
            trace.Add("P0", "cache", "e", 2, 1);
        });
        Assert.Equal(
            [("P0", "cache", "a"), ("P0", "cache 2", "b"), ("P0", "cache", "c"), ("bus", "cache", "d"), ("P0", "cache 3", "e")],
            slices.Select(slice => (slice.Participant, slice.Track, slice.Name)));
    }
}
