using MemoryModelLab.Cli.Simulations;
using MemoryModelLab.Machine.Exploration;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Cli.Tests;

/// <summary>Message-sequence charts in a terminal.</summary>
public sealed class SequenceChartTests
{
    private static readonly Trace Run = new(
        ["P0", "bus"],
        [new Part("memory", "x=0")],
        [new TraceStep(StepKind.Store, 0, 1, "writes x=1", 3, [new Part("P0 cache", "M[x=1]"), new Part("P1 cache", ""), new Part("memory", "x=1")])]);

    [Fact]
    public void What_a_step_changes_is_beside_it() => Assert.Equal(
        [
            "    P0        bus",
            "    │         │               memory: x=0",
            "  1 │────────▶│   writes x=1  P0 cache: M[x=1]; P1 cache: empty; memory: x=1",
        ],
        SequenceChart.Lines(Run, int.MaxValue));

    [Fact]
    public void Where_there_is_no_room_it_is_below() => Assert.Equal(
        [
            "    P0        bus",
            "    │         │               memory: x=0",
            "  1 │────────▶│   writes x=1",
            "    │         │     P0 cache: M[x=1]; P1 cache: empty",
            "    │         │     memory: x=1",
        ],
        SequenceChart.Lines(Run, 60));
}
