using System.Text;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Reports;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>A failed execution as its source lines, a column a thread: what was accessed, the values read, and where from.</summary>
public static class SourceColumns
{
    private const int Width = 58;

    /// <summary>The execution in an order in which each read comes after the write it reads from.</summary>
    public static string Of(ExecutionReport execution)
    {
        ArgumentNullException.ThrowIfNull(execution);
        ExecutionEvent[] shown = [.. execution.Events.Where(IsShown)];
        int[] threads = [.. shown.Select(e => e.Thread).Distinct().Order()];
        var text = new StringBuilder();
        text.AppendLine(string.Concat(threads.Select(thread => Cell($"thread {thread}"))).TrimEnd());
        foreach (ExecutionEvent e in shown)
        {
            int column = Array.IndexOf(threads, e.Thread);
            text.Append(' ', column * Width).AppendLine(Line(e, execution));
        }
        return text.ToString();
    }

    /// <summary>What a line of source does: <c>Ring.cs:31 slot.Value → 0 (initial)</c>.</summary>
    public static string Line(ExecutionEvent e, ExecutionReport execution)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(execution);
        Site site = SiteTable.Get(e.Site);
        string what = e.Kind switch
        {
            EventKind.Read or EventKind.UpdateRead => $"{e.Location} → {e.Value} {Source(e, execution)}",
            EventKind.Write or EventKind.UpdateWrite => $"{e.Location} ← {e.Value}",
            _ => e.ToString(),
        };
        return $"{site.Place} {what}";
    }

    private static string Source(ExecutionEvent e, ExecutionReport execution)
    {
        if (e.Source is not { } source)
            return "";
        string from = source < 0 ? "initial" : $"thread {execution.Events[source].Thread}, {SiteTable.Get(execution.Events[source].Site).Place}";
        return e.Overwritten ? $"({from}; overwritten elsewhere)" : $"({from})";
    }

    private static bool IsShown(ExecutionEvent e) => e.Site != 0 && e.Kind is not (EventKind.Start or EventKind.Join);

    private static string Cell(string text) => text.PadRight(Width);
}
