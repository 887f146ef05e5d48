using MemoryModelLab.Cli.Explorations;
using MemoryModelLab.Cli.Rendering;
using MemoryModelLab.Cli.Rendering.Svg;
using MemoryModelLab.Exploration;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Reports;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Cli.Tests.Explorations;

public class ExecutionPictureTests
{
    /// <summary>A message that is read before it is there, and a counter that two threads increment.</summary>
    private static readonly ExecutionReport Execution = new(2,
    [
        new(0, 0, 0, EventKind.Start, MemoryOrder.Full, "", "1", null, false, 0, 1),
        new(1, 0, 1, EventKind.Write, MemoryOrder.Plain, "data", "42", null, false, 1, 1) { LocationNumber = 7 },
        new(2, 0, 2, EventKind.Write, MemoryOrder.Release, "ready", "true", null, false, 1, 1) { LocationNumber = 8 },
        new(3, 0, 3, EventKind.UpdateRead, MemoryOrder.Full, "n", "0", -1, false, 0, 1) { LocationNumber = 9 },
        new(4, 0, 4, EventKind.UpdateWrite, MemoryOrder.Full, "n", "1", null, false, 1, 1) { LocationNumber = 9 },
        new(5, 1, 0, EventKind.Read, MemoryOrder.Acquire, "ready", "true", 2, false, 0, 1) { LocationNumber = 8 },
        new(6, 1, 1, EventKind.Fence, MemoryOrder.Full, "", "", null, false, 0, 1),
        new(7, 1, 2, EventKind.Read, MemoryOrder.Plain, "data", "0", -1, true, 0, 1) { LocationNumber = 7 },
        new(8, 1, 3, EventKind.UpdateRead, MemoryOrder.Full, "n", "1", 4, false, 0, 1) { LocationNumber = 9 },
        new(9, 1, 4, EventKind.UpdateWrite, MemoryOrder.Full, "n", "2", null, false, 2, 1) { LocationNumber = 9 },
    ]);

    [Fact]
    public void The_relations_are_those_of_the_execution()
    {
        var graph = ExecutionPicture.GraphOf(Execution);
        string[] texts = [.. graph.Events.Select(EventText.Of)];
        Assert.Equal(
            [
                "W data=0", "W ready=?", "W n=0", "W data=42", "W ready=true release", "R n=0 interlocked", "W n=1 interlocked", "R ready=true acquire",
                "MemoryBarrier", "R data=0", "R n=1 interlocked", "W n=2 interlocked",
            ],
            texts);
        Assert.Equal([(0, 9), (2, 5), (4, 7), (6, 10)], graph["rf"].Pairs());
        Assert.Equal([(0, 3), (1, 4), (2, 6), (2, 11), (6, 11)], graph["co"].Pairs());
        Assert.Equal([(5, 11), (9, 3)], graph["fr"].Pairs());
        Assert.Equal([(5, 6), (10, 11)], graph["rmw"].Pairs());
    }

    [Fact]
    public void Fields_of_several_objects_are_told_apart()
    {
        var execution = new ExecutionReport(1,
        [
            new(0, 0, 0, EventKind.Write, MemoryOrder.Plain, "Node.Next", "1", null, false, 1, 1) { LocationNumber = 3 },
            new(1, 0, 1, EventKind.Write, MemoryOrder.Plain, "Node.Next", "2", null, false, 1, 1) { LocationNumber = 5 },
        ]);
        Assert.Equal(["Node.Next#1", "Node.Next#2"], ExecutionPicture.GraphOf(execution).Events.Skip(2).Select(e => e.Location));
    }

    [Fact]
    public void A_failure_is_drawn_as_svg_and_as_dot()
    {
        var failure = new ExplorationFailure(FailureKind.Exception, "the message is not there", 1, null, Execution, "");
        PictureContent content = ExecutionPicture.Of("Ring.Test", failure);
        string svg = SvgWriter.Of(content);
        Assert.StartsWith("<svg", svg, StringComparison.Ordinal);
        Assert.Contains("Exception: the message is not there", svg, StringComparison.Ordinal);
        Assert.Contains("label=\"W data=42\"", DotGraph.Of(content), StringComparison.Ordinal);
    }
}
