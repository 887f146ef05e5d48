using System.Globalization;
using System.Text;
using System.Xml;
using MemoryModelLab.Cli.Rendering.Svg;
using MemoryModelLab.Machine.Replicas;
using MemoryModelLab.Machine.Replicas.Timed;

namespace MemoryModelLab.Cli.Simulations.Replicas;

/// <summary>
/// What each reader hears of one key, and when: the writes in their order are a melody, each a pitch; every client has a staff, and a read sounds the write it
/// returns. What all hear at once, in tune, is strong; an echo is stale; a melody that goes back breaks a promise.
/// </summary>
internal static class NotesPicture
{
    private const int MostWrites = 8;
    private const double Left = 110, Width = 860, StaffGap = 104, Top = 112, LineGap = 10, NearestNames = 14;

    private const string Style = """
        text { font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; font-size: 13px }
        .title { font-size: 16px; font-weight: bold } .small { font-size: 11px; text-anchor: middle } .axis { font-size: 11px; text-anchor: middle }
        .line { stroke-width: 1 } .stem { stroke-width: 1.6 } .write { stroke-width: 2 } .guide { stroke-width: 1; stroke-dasharray: 3 4 }
        .ground { fill: #ffffff } text { fill: #1f2328 } .muted { fill: #59636e } .line { stroke: #c4ccd4 } .guide { stroke: #c4ccd4 }
        .fresh { fill: #1f2328; stroke: #1f2328 } .stale { fill: #bc4c00; stroke: #bc4c00 } .back { fill: #cf222e; stroke: #cf222e } .write { fill: #ffffff; stroke: #0969da } .writestem { stroke: #0969da }
        @media (prefers-color-scheme: dark) {
          .ground { fill: #0d1117 } text { fill: #e6edf3 } .muted { fill: #9da7b3 } .line { stroke: #3d444d } .guide { stroke: #3d444d }
          .fresh { fill: #e6edf3; stroke: #e6edf3 } .stale { fill: #f0883e; stroke: #f0883e } .back { fill: #ff7b72; stroke: #ff7b72 } .write { fill: #0d1117; stroke: #58a6ff } .writestem { stroke: #58a6ff }
        }

        """;

    private enum Heard
    {
        Fresh,
        Stale,
        Back,
    }

    /// <summary>The picture of the first writes of the key most written.</summary>
    public static string Of(Policy policy, Recording recording, ReplicaOptions options)
    {
        RecordedOperation[] all = [.. recording.Operations.Where(o => !o.IsFinal && o.Response != RecordedOperation.Never)];
        int key = all.Where(o => o.IsWrite).GroupBy(o => o.Key).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => g.Key).FirstOrDefault();
        RecordedOperation[] ofKey = [.. all.Where(o => o.Key == key)];
        RecordedOperation[] melody = [.. ofKey.Where(o => o.IsWrite).Take(MostWrites).OrderBy(o => o.Version).ThenBy(o => o.Invocation)];
        long end = melody.Length == 0 ? 1 : ofKey.Where(o => o.IsWrite).Skip(MostWrites).Select(o => o.Invocation).DefaultIfEmpty(melody.Max(o => o.Response) + 50_000).First();
        RecordedOperation[] shown = [.. ofKey.Where(o => o.Invocation < end)];
        int clients = Math.Min(options.Clients, ReplicaOptions.MostClients);
        return Draw(policy, key, shown, melody, clients, end);
    }

    private static string Draw(Policy policy, int key, RecordedOperation[] shown, RecordedOperation[] melody, int clients, long end)
    {
        double height = Top + (clients * StaffGap) + 70, width = Left + Width + 40;
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            var svg = new SvgElements(xml);
            svg.Element("svg", [("viewBox", $"0 0 {Number(width)} {Number(height)}"), ("width", Number(width)), ("height", Number(height)), ("role", "img")], () =>
            {
                string title = $"{policy.Name}: what each client hears of {ClientHistory.Key(key)}";
                svg.Text("title", title);
                svg.Text("style", Style);
                svg.Element("rect", [("class", "ground"), ("width", Number(width)), ("height", Number(height))]);
                svg.Text("text", title, ("class", "title"), ("x", "24"), ("y", "32"));
                svg.Text("text", $"{policy.Summary}. Each write is a pitch, the newer the higher; a read sounds the write it returns.", ("class", "muted"), ("x", "24"), ("y", "54"));
                Legend(svg);
                Axis(svg, height, end);
                for (int client = 0; client < clients; client++) Staff(svg, client, clients, shown, melody, end);
            });
        }

        return text.Append('\n').ToString();
    }

    private static void Legend(SvgElements svg)
    {
        double x = 32;
        foreach ((string style, string words) in (ReadOnlySpan<(string, string)>)[("write", "write"), ("fresh", "the newest answered write"), ("stale", "an older one"), ("back", "older than this client heard before")])
        {
            Head(svg, style, x, 76);
            svg.Text("text", words, ("class", "muted"), ("x", Number(x + 14)), ("y", "80"));
            x += 44 + (7 * words.Length);
        }
    }

    private static void Staff(SvgElements svg, int client, int clients, RecordedOperation[] shown, RecordedOperation[] melody, long end)
    {
        double bottom = Top + (client * StaffGap) + 70;
        svg.Text("text", ClientHistory.Session(client, clients), ("x", "24"), ("y", Number(bottom - (2 * LineGap) + 4)));
        for (int line = 0; line < 5; line++) Line(svg, "line", Left - 30, bottom - (line * LineGap), Left + Width, bottom - (line * LineGap));
        int highest = -1;
        (double X, int Pitch) last = (0, -1);
        foreach (RecordedOperation o in shown.Where(o => o.Session % clients == client).OrderBy(o => o.Invocation))
        {
            int pitch = Array.FindIndex(melody, w => w.Value == o.Value);
            if (pitch < 0 && o.Value != 0) continue;
            Heard heard = pitch < highest ? Heard.Back : IsStale(o, pitch, melody) ? Heard.Stale : Heard.Fresh;
            highest = Math.Max(highest, pitch);
            double x = Left + (Width * Math.Min(1, (o.IsWrite ? o.Invocation : o.Response) / (double)end)), y = bottom - ((pitch + 1) * LineGap / 2);
            string style = o.IsWrite ? "write" : heard switch { Heard.Back => "back", Heard.Stale => "stale", _ => "fresh" };
            Line(svg, o.IsWrite ? "writestem stem" : $"{style} stem", x + 4.6, y, x + 4.6, y - 26);
            Head(svg, style, x, y);
            bool isNear = x - last.X < NearestNames;
            if (isNear && pitch == last.Pitch) continue; // one name for notes of a pitch that are close together
            double aside = isNear ? Math.Max(0, NearestNames - 4 - (x - last.X)) : 0;
            last = (x, pitch);
            svg.Text("text", pitch < 0 ? "0" : (pitch + 1).ToString(CultureInfo.InvariantCulture), ("class", "small"), ("x", Number(x + 4 + aside)), ("y", Number(y - 30)));
        }
    }

    private static bool IsStale(RecordedOperation read, int pitch, RecordedOperation[] melody) =>
        !read.IsWrite && melody.Skip(pitch + 1).Any(w => w.Response < read.Invocation);

    private static void Axis(SvgElements svg, double height, long end)
    {
        long step = Step(end);
        for (long time = 0; time <= end; time += step)
        {
            double x = Left + (Width * time / end);
            Line(svg, "guide", x, Top - 8, x, height - 44);
            svg.Text("text", FormattableString.Invariant($"{time / 1000.0} ms"), ("class", "axis muted"), ("x", Number(x)), ("y", Number(height - 26)));
        }
    }

    /// <summary>1, 2 or 5 times a power of ten, so that there are some eight marks.</summary>
    private static long Step(long end)
    {
        const int MostMarks = 10;
        long power = 1;
        while (power * MostMarks * 10 < end) power *= 10;
        foreach (int times in (ReadOnlySpan<int>)[1, 2, 5])
        {
            if (power * times * MostMarks >= end) return power * times;
        }

        return power * 10;
    }

    private static void Head(SvgElements svg, string style, double x, double y) => svg.Element(
        "ellipse", [("class", style), ("cx", Number(x)), ("cy", Number(y)), ("rx", "5.4"), ("ry", "4"), ("transform", $"rotate(-18 {Number(x)} {Number(y)})")]);

    private static void Line(SvgElements svg, string style, double x1, double y1, double x2, double y2) =>
        svg.Element("line", [("class", style), ("x1", Number(x1)), ("y1", Number(y1)), ("x2", Number(x2)), ("y2", Number(y2))]);

    private static string Number(double value) => SvgElements.Number(value);
}
