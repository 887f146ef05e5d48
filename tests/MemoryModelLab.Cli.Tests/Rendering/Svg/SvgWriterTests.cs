using System.Xml.Linq;
using MemoryModelLab.Cli.Rendering;
using MemoryModelLab.Cli.Rendering.Svg;
using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Explanation;

namespace MemoryModelLab.Cli.Tests.Rendering.Svg;

public sealed class SvgWriterTests
{
    public static TheoryData<string> Tests => [.. Executions.Tests];

    [Fact]
    public void The_picture_of_SB()
    {
        XElement svg = Draw(Executions.Content("x64/SB"));
        Assert.Equal("x64/SB", Only(svg, "title").Value);
        Assert.Equal("a model allows this. P0: W x=1, then R y=0. P1: W y=1, then R x=0.", Only(svg, "desc").Value);
        Assert.Equal(
            ["W x=0|initial state", "W y=0|initial state", "W x=1|line 5", "R y=0|line 6", "W y=1|line 5", "R x=0|line 6"],
            Groups(svg, "event").Select(g => string.Join('|', g.Elements().Where(e => e.Name.LocalName == "text").Select(t => t.Value))));
        Assert.Equal(
            ["co 0-2", "co 1-4", "fr 3-4", "fr 5-2", "po 2-3", "po 4-5", "rf 0-5", "rf 1-3"],
            Edges(svg).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["po: program order", "rf: reads from", "co: coherence order", "fr: from reads"],
            Groups(svg, "legend").Single().Descendants().Where(e => e.Name.LocalName == "text").Select(t => t.Value));
        Assert.Equal(["P0", "P1"], svg.Elements().Where(e => (string?)e.Attribute("class") == "heading").Select(e => e.Value));
    }

    [Theory]
    [MemberData(nameof(Tests))]
    public void Every_event_and_edge_is_there_once(string test)
    {
        PictureContent content = Executions.Content(test);
        XElement svg = Draw(content);
        Assert.Equal(Enumerable.Range(0, content.Graph.Events.Count), Groups(svg, "event").Select(g => (int)g.Attribute("data-event")!));
        string[] edges = [.. Edges(svg)];
        Assert.Equal(edges.Length, edges.Distinct().Count());
        Assert.Equal(edges.Length, Groups(svg, "name").Count());
        foreach ((string relation, Models.Relations.BitMatrix pairs) in content.Graph.Relations)
        {
            string[] drawn = [.. edges.Where(e => e.StartsWith(relation + " ", StringComparison.Ordinal))];
            string[] all = [.. pairs.Pairs().Select(p => $"{relation} {p.From}-{p.To}")];
            if (relation is "po" or "co" or "fr") Assert.Subset(all.ToHashSet(), drawn.ToHashSet());
            else Assert.Equal(all.Order(), drawn.Order());
        }
    }

    [Fact]
    public void The_cycle_is_marked_and_put_in_words()
    {
        PictureContent content = Executions.Content("x64/SB") with
        {
            Cycle = new Cycle(
            [
                new CycleEdge(2, 3, "po", CycleEdgeKind.Local), new CycleEdge(3, 4, "fre", CycleEdgeKind.FromReads),
                new CycleEdge(4, 5, "mfence", CycleEdgeKind.Local), new CycleEdge(5, 2, "sync", CycleEdgeKind.Composite),
            ]),
        };
        XElement svg = Draw(content);
        XElement[] marked = [.. Groups(svg, "edge").Where(g => HasClass(g, "cycle") && !HasClass(g, "name"))];
        Assert.Equal(["fr 3-4", "po 2-3", "po 4-5", "sync 5-2"], marked.Select(Key).Order(StringComparer.Ordinal));
        Assert.Equal(["fre", "mfence", "po", "sync"], Groups(svg, "name").Where(g => HasClass(g, "cycle")).Select(g => g.Value).Order(StringComparer.Ordinal));
        Assert.Equal([2, 3, 4, 5], Groups(svg, "event").Where(g => HasClass(g, "cycle")).Select(g => (int)g.Attribute("data-event")!));
        Assert.EndsWith(
            "The cycle: W x=1 (P0, line 5) –po→ R y=0 (P0, line 6) –fre→ W y=1 (P1, line 5) –mfence→ R x=0 (P1, line 6) –sync→ W x=1 (P0, line 5).",
            Only(svg, "desc").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_of_the_cycle_is_the_edge_of_its_name_where_there_is_one_and_otherwise_its_own()
    {
        PictureContent content = Executions.Content("csharp/INC+interlocked");
        int read = content.Graph["rmw"].Pairs().First().From, write = content.Graph["rmw"].Pairs().First().To;
        var cycle = new Cycle([new CycleEdge(read, write, "rmw", CycleEdgeKind.Local), new CycleEdge(write, read, "hb", CycleEdgeKind.Composite), new CycleEdge(read, read, "loop", CycleEdgeKind.Composite)]);
        XElement svg = Draw(content with { Cycle = cycle });
        Assert.Equal(
            [$"hb {write}-{read}", $"loop {read}-{read}", $"rmw {read}-{write}"],
            Groups(svg, "edge").Where(g => HasClass(g, "cycle") && !HasClass(g, "name")).Select(Key).Order(StringComparer.Ordinal));
        Assert.Single(Edges(svg), $"rmw {read}-{write}");
    }

    [Fact]
    public void Text_is_escaped_and_what_XML_cannot_hold_replaced()
    {
        PictureContent content = Executions.Content("csharp/MP") with { Title = "a<b>&\"c\"\u0001\ud800", Lines = ["]]> é"] };
        XElement svg = Draw(content);
        Assert.Equal("a<b>&\"c\"\uFFFD\uFFFD", Only(svg, "title").Value);
        Assert.StartsWith("]]> é. P0: ", Only(svg, "desc").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_execution_gives_the_same_bytes() =>
        Assert.Equal(SvgWriter.Of(Executions.Content("aarch64/IRIW")), SvgWriter.Of(Executions.Content("aarch64/IRIW")));

    [Theory]
    [MemberData(nameof(Tests))]
    public void It_needs_nothing_from_elsewhere(string test)
    {
        XElement svg = Draw(Executions.Content(test));
        Assert.DoesNotContain(svg.DescendantsAndSelf(), e => e.Name.LocalName is "script" or "image" or "foreignObject" || e.Attributes().Any(a => a.Name.LocalName == "href"));
        Assert.DoesNotContain("url(", svg.Value, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", svg.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void An_execution_too_big_for_a_picture_is_refused()
    {
        string writes = string.Concat(Enumerable.Repeat("x = 1; ", 220));
        ExecutionGraph graph = Executions.OfText($"CSharp t\n{{ x = 0; }}\nstatic void P0(ref int x) {{ {writes}}}\nexists ([x]=1)\n", "sc");
        UsageException e = Assert.Throws<UsageException>(() => SvgWriter.Of(new PictureContent("t", [], graph)));
        Assert.Contains("too many for a picture", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_execution_without_events_is_refused()
    {
        ExecutionGraph graph = Executions.OfText("CSharp t\n{ }\nstatic void P0() { int r0 = 1; }\nexists (0:r0=1)\n", "sc");
        Assert.Throws<UsageException>(() => SvgWriter.Of(new PictureContent("t", [], graph)));
    }

    private static XElement Draw(PictureContent content) => XElement.Parse(SvgWriter.Of(content));

    private static XElement Only(XElement svg, string name) => svg.Elements().Single(e => e.Name.LocalName == name);

    private static IEnumerable<XElement> Groups(XElement svg, string style) => svg.Elements().Where(e => HasClass(e, style));

    private static bool HasClass(XElement e, string style) => ((string?)e.Attribute("class"))?.Split(' ').Contains(style) == true;

    private static IEnumerable<string> Edges(XElement svg) => Groups(svg, "edge").Where(g => !HasClass(g, "name")).Select(Key);

    private static string Key(XElement g) => $"{g.Attribute("data-relation")?.Value} {g.Attribute("data-from")?.Value}-{g.Attribute("data-to")?.Value}";
}
