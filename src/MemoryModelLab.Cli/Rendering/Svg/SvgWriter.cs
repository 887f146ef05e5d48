using System.Globalization;
using System.Text;
using System.Xml;
using MemoryModelLab.Models.Enumeration;
using static MemoryModelLab.Cli.Rendering.Svg.SvgElements;

namespace MemoryModelLab.Cli.Rendering.Svg;

/// <summary>Writes the picture of an execution as SVG.</summary>
internal sealed class SvgWriter
{
    private const double Margin = 22, TitleHeight = 24, LineHeight = 18, LeastWidth = 340;
    private readonly SvgElements svg;
    private readonly PictureContent content;
    private readonly Picture picture;
    private readonly HashSet<int> inCycle;

    private SvgWriter(SvgElements svg, PictureContent content, Picture picture)
    {
        (this.svg, this.content, this.picture) = (svg, content, picture);
        inCycle = [.. picture.Edges.Where(e => e.InCycle).SelectMany(e => (int[])[e.From, e.To])];
    }

    /// <summary>The picture's text.</summary>
    /// <exception cref="UsageException">The execution is too big for a picture.</exception>
    public static string Of(PictureContent content)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            new SvgWriter(new SvgElements(xml), content, Picture.Of(content)).Write();
        }

        return text.Append('\n').ToString();
    }

    private void Write()
    {
        Box drawn = Bounds();
        (string Style, string Text)[] heading =
        [
            .. Wrap(content.Title, drawn.Width, 9.6).Select(l => ("title", l)),
            .. content.Lines.SelectMany(l => Wrap(l, drawn.Width, 7.4)).Select(l => ("muted", l)),
        ];
        double headingHeight = heading.Sum(h => h.Style == "title" ? TitleHeight : LineHeight) + 10;
        var legend = new Legend(picture.Edges, drawn.Width);
        var view = new Box(
            drawn.Left - Margin, drawn.Top - Margin - headingHeight, drawn.Width + (2 * Margin), drawn.Height + (2 * Margin) + headingHeight + 10 + legend.Height);
        (string, string)[] attributes =
        [
            ("viewBox", $"{Number(view.Left)} {Number(view.Top)} {Number(view.Width)} {Number(view.Height)}"),
            ("width", Number(view.Width)), ("height", Number(view.Height)), ("role", "img"),
        ];
        svg.Element("svg", attributes, () =>
        {
            svg.Text("title", content.Title);
            svg.Text("desc", Description());
            svg.Text("style", SvgStyle.Text);
            svg.Rectangle("ground", view.Grown(-0.5), 8);
            double y = view.Top + Margin + (TitleHeight / 2);
            foreach ((string style, string line) in heading)
            {
                svg.Words(style, new Point(drawn.Left, y), line);
                y += style == "title" ? TitleHeight : LineHeight;
            }

            Threads();
            for (int i = picture.Edges.Count - 1; i >= 0; i--) Line(i);
            for (int e = 0; e < content.Graph.Events.Count; e++) Event(e);
            for (int i = 0; i < picture.Edges.Count; i++) Name(i);
            legend.Write(svg, new Point(drawn.Left, drawn.Bottom + 10));
        });
    }

    private void Threads()
    {
        foreach (Box lane in picture.Layout.Lanes) svg.Rectangle("lane", lane, 6);
        for (int t = 0; t < picture.Layout.Headings.Length; t++) svg.Words("heading", picture.Layout.Headings[t].Centre, $"P{t}");
    }

    private void Line(int number)
    {
        ShownEdge edge = picture.Edges[number];
        Route route = picture.Routes[number];
        (string, string)[] attributes =
        [
            ("class", Classes("edge", edge)), ("data-relation", edge.Relation),
            ("data-from", edge.From.ToString(CultureInfo.InvariantCulture)), ("data-to", edge.To.ToString(CultureInfo.InvariantCulture)),
        ];
        svg.Element("g", attributes, () =>
        {
            svg.Text("title", $"{edge.Label}: {EventText.WithPlace(content.Graph.Events[edge.From])} → {EventText.WithPlace(content.Graph.Events[edge.To])}");
            string line = Data(route.WithoutEnd(edge.InCycle ? 8 : 5));
            if (edge.InCycle) svg.Path("halo", line);
            svg.Path("line", line);
            svg.Head(route.Before(8), route.Samples[^1], edge.InCycle ? 13 : 9);
        });
    }

    private void Event(int number)
    {
        GraphEvent e = content.Graph.Events[number];
        Box box = picture.Layout.Events[number];
        string kind = e.Event.Thread < 0 ? "event initial" : e.Event.Kind == EventKind.Fence ? "event fence" : "event";
        svg.Element("g", [("class", inCycle.Contains(number) ? $"{kind} cycle" : kind), ("data-event", number.ToString(CultureInfo.InvariantCulture))], () =>
        {
            svg.Rectangle("box", box, 5);
            svg.Words("access", box.Centre - new Point(0, 6.5), picture.Layout.Texts[number]);
            svg.Words("place muted", box.Centre + new Point(0, 10.5), e.Event.Thread < 0 ? "initial state" : $"line {e.Event.Line}");
        });
    }

    private void Name(int number)
    {
        ShownEdge edge = picture.Edges[number];
        svg.Element("g", [("class", Classes("edge name", edge))], () =>
        {
            svg.Rectangle("label", picture.Labels[number], 3);
            svg.Words("text", picture.Labels[number].Centre, edge.Label);
        });
    }

    private static string Classes(string what, ShownEdge edge) => $"{what} {EdgeKind.Of(edge.Relation).Class}{(edge.InCycle ? " cycle" : "")}";

    /// <summary>The picture in words, for those who do not see it.</summary>
    private string Description()
    {
        IEnumerable<string> threads = content.Graph.Events
            .Where(e => e.Event.Thread >= 0)
            .GroupBy(e => e.Event.Thread)
            .Select(t => $"P{t.Key}: {string.Join(", then ", t.Select(EventText.Of))}.");
        string cycle = content.Cycle is not { Edges.Count: > 0 } c ? "" : " The cycle: " + string.Concat(c.Edges.Select(
            e => $"{EventText.WithPlace(content.Graph.Events[e.From])} –{e.Label}→ ")) + EventText.WithPlace(content.Graph.Events[c.Edges[^1].To]) + ".";
        return string.Join(' ', [.. content.Lines.Select(l => l + "."), .. threads]) + cycle;
    }

    /// <summary>What the drawing covers, at least as wide as a heading asks for.</summary>
    private Box Bounds()
    {
        Layout layout = picture.Layout;
        IEnumerable<Point> points = layout.Events.Concat(layout.Lanes).Concat(picture.Labels)
            .SelectMany(b => (Point[])[new(b.Left, b.Top), new(b.Right, b.Bottom)])
            .Concat(picture.Routes.SelectMany(r => r.Samples));
        (double left, double top, double right, double bottom) = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        foreach (Point p in points)
        {
            (left, right) = (Math.Min(left, p.X), Math.Max(right, p.X));
            (top, bottom) = (Math.Min(top, p.Y), Math.Max(bottom, p.Y));
        }

        double missing = Math.Max(0, LeastWidth - (right - left));
        return new Box(left - (missing / 2), top, right - left + missing, bottom - top);
    }

    /// <summary>Breaks a text between words into lines that are no wider than the picture.</summary>
    private static IEnumerable<string> Wrap(string text, double width, double characterWidth)
    {
        int most = Math.Max(20, (int)(width / characterWidth));
        var line = new StringBuilder();
        foreach (string part in text.Split(' ').SelectMany(w => w.Chunk(most).Select(c => new string(c)).DefaultIfEmpty("")))
        {
            if (line.Length > 0 && line.Length + 1 + part.Length > most)
            {
                yield return line.ToString();
                line.Clear();
            }

            if (line.Length > 0) line.Append(' ');
            line.Append(part);
        }

        yield return line.ToString();
    }
}
