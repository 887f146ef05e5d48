using System.Text;
using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Consistency.Jepsen;

/// <summary>Reads Jepsen's histories, event by event: as EDN maps, and as the lines of its log.</summary>
internal static class JepsenReader
{
    private static readonly string[] Types = ["invoke", "ok", "fail", "info"];

    /// <summary>A history of maps, in brackets or one after the other.</summary>
    public static RecordedHistory ReadEdn(Stream stream, string path)
    {
        using var text = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        var edn = new EdnReader(text, path);
        var operations = new JepsenOperations(path, failedCasCompares: false);
        while (edn.Next() is { } map) operations.Add(Event(map, path));
        return operations.Build();
    }

    /// <summary>The lines of a log: process, type, function and value between tabs, whatever stands before the process. Other lines are no events.</summary>
    public static RecordedHistory ReadLog(Stream stream, string path)
    {
        var lines = new BoundedLines(stream, path);
        var operations = new JepsenOperations(path, failedCasCompares: true);
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (line.IndexOf("\t:"u8) < 0) continue;
            if (Event(Encoding.UTF8.GetString(line), lines.Number, path) is { } one) operations.Add(one);
        }

        return operations.Build();
    }

    private static JepsenEvent Event(EdnValue map, string path)
    {
        if (map.Kind != EdnKind.Map) throw new HistoryException(path, map.Line, map.Column, $"expected an operation, a map {{:process 0, :type :invoke, :f :read, …}}, and not '{Short(map)}'");
        EdnValue? process = null, type = null, function = null, value = null, time = null, key = null;
        bool hasError = false;
        for (int i = 0; i < map.Items.Count; i += 2)
        {
            EdnValue item = map.Items[i + 1];
            switch (map.Items[i].Text)
            {
                case "process": process = item; break;
                case "type": type = item; break;
                case "f": function = item; break;
                case "value": value = item; break;
                case "time": time = item; break;
                case "key": key = item; break;
                case "error": hasError = item.Kind != EdnKind.Nil; break;
            }
        }

        if (process is null) throw Missing("process");
        if (type is null) throw Missing("type");
        if (function is null) throw Missing("f");
        if (!Types.Contains(type.Text)) throw new HistoryException(path, type.Line, type.Column, $"the type '{Short(type)}'; expected :invoke, :ok, :fail or :info");
        if (time is { Kind: not (EdnKind.Number or EdnKind.Nil) }) throw new HistoryException(path, time.Line, time.Column, $"the time '{Short(time)}'; expected a whole number");
        return new JepsenEvent(process, type.Text, function.Text, key?.Name, value, hasError, time is { Kind: EdnKind.Number } ? time.Number : null, map.Line, map.Column);

        HistoryException Missing(string what) => new(path, map.Line, map.Column, $"the operation has no :{what}");
    }

    private static JepsenEvent? Event(string line, long number, string path)
    {
        string[] parts = line.Split('\t', 5);
        if (parts.Length < 2 || parts[1].Length < 2 || parts[1][0] != ':' || !Types.Contains(parts[1][1..].TrimEnd())) return null;
        int at = parts[0].TrimEnd().LastIndexOf(' ') + 1;
        int column = 1;
        int[] columns = [.. parts.Select(p => (column += p.Length + 1) - p.Length - 1)];
        if (parts.Length < 3 || parts[2].Length < 2 || parts[2][0] != ':') throw new HistoryException(path, number, columns[^1] + parts[^1].Length, "the line ends too early; expected process, :type, :function and value, with tabs between them");
        EdnValue process = Parse(parts[0][at..], at + 1) ?? throw new HistoryException(path, number, 1, "expected the process before the first tab");
        EdnValue? value = parts.Length > 3 ? Parse(parts[3], columns[3]) : null;
        return new JepsenEvent(process, parts[1][1..].TrimEnd(), parts[2][1..].TrimEnd(), null, value, parts.Length > 4 || value is { Kind: EdnKind.Keyword }, null, number, at + 1);

        EdnValue? Parse(string text, int from)
        {
            using var reader = new StringReader(text);
            return new EdnReader(reader, path, number, from).Whole();
        }
    }

    private static string Short(EdnValue value) => value.Name is { Length: > 40 } text ? text[..40] + "…" : value.Name;
}
