using MemoryModelLab.Cli.Rendering;
using MemoryModelLab.Cli.Rendering.Svg;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Tests.Rendering.Svg;

public sealed class PictureTests
{
    public static TheoryData<string> Tests => [.. Executions.Tests];

    [Theory]
    [MemberData(nameof(Tests))]
    public void Nothing_lies_on_what_it_must_not(string test)
    {
        PictureContent content = Executions.Content(test);
        Picture picture = Picture.Of(content);
        Box[] events = picture.Layout.Events;
        for (int i = 0; i < events.Length; i++)
        {
            for (int j = 0; j < i; j++) Assert.False(events[i].Overlaps(events[j]), $"events {i} and {j}");
            Assert.DoesNotContain(picture.Labels, l => l.Overlaps(events[i]));
        }

        for (int i = 0; i < picture.Labels.Count; i++)
        {
            for (int j = 0; j < i; j++) Assert.False(picture.Labels[i].Overlaps(picture.Labels[j]), $"labels {i} and {j}");
        }

        for (int i = 0; i < picture.Routes.Count; i++)
        {
            ShownEdge edge = picture.Edges[i];
            for (int e = 0; e < events.Length; e++)
            {
                if (e != edge.From && e != edge.To) Assert.DoesNotContain(picture.Routes[i].Samples, events[e].Contains);
            }
        }
    }

    [Theory]
    [InlineData("csharp/MP", "sc")]
    [InlineData("aarch64/ISA2", "sc")]
    public void What_interleaving_explains_runs_down(string test, string model)
    {
        Picture picture = Picture.Of(new PictureContent(test, [], Executions.Of(test, model)));
        Box[] events = picture.Layout.Events;
        Assert.All(picture.Edges, e => Assert.True(events[e.From].Bottom < events[e.To].Top, e.ToString()));
    }

    [Theory]
    [MemberData(nameof(Tests))]
    public void A_thread_is_a_column_in_program_order(string test)
    {
        PictureContent content = Executions.Content(test);
        IReadOnlyList<GraphEvent> events = content.Graph.Events;
        Box[] boxes = Picture.Of(content).Layout.Events;
        for (int e = 1; e < events.Count; e++)
        {
            if (events[e].Event.Thread < 0 || events[e].Event.Thread != events[e - 1].Event.Thread) continue;
            Assert.Equal(boxes[e - 1].Centre.X, boxes[e].Centre.X);
            Assert.True(boxes[e - 1].Bottom < boxes[e].Top);
        }
    }
}
