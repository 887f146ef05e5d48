using System.Text;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Reports;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>A failed execution as its source lines, a column a thread: what was accessed, the values read, and where from.</summary>
public static class SourceColumns
{
    /// <summary>How wide it may get where no terminal says.</summary>
    public const int UsualWidth = 160;

    private const int Gap = 3;

    /// <summary>
    /// The execution in an order in which each read comes after the write it reads from. Where the columns would be too wide, each line begins
    /// with its thread instead.
    /// </summary>
    /// <param name="execution">The execution.</param>
    /// <param name="width">How wide the lines may get.</param>
    public static string Of(ExecutionReport execution, int width = UsualWidth)
    {
        ArgumentNullException.ThrowIfNull(execution);
        (int Thread, string Text)[] lines = [.. execution.Events.Where(IsShown).Select(e => (e.Thread, Line(e, execution)))];
        int[] threads = [.. lines.Select(line => line.Thread).Distinct().Order()];
        int[] widths = [.. threads.Select(thread => lines.Where(line => line.Thread == thread).Select(line => line.Text.Length).Append(Name(thread).Length).Max() + Gap)];
        if (lines.Length == 0)
            return "";
        return widths.Sum() - Gap > width ? InOneColumn(lines) : InColumns(lines, threads, widths);
    }

    /// <summary>What a line of source does: <c>Ring.cs:31 slot.Value → 0 (initial)</c>.</summary>
    public static string Line(ExecutionEvent e, ExecutionReport execution)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(execution);
        Site site = SiteTable.Get(e.Site);
        string location = site.Short(e.Location);
        string what = e.Kind switch
        {
            EventKind.Read or EventKind.UpdateRead => $"{location} → {e.Value} {Source(e, execution)}",
            EventKind.Write or EventKind.UpdateWrite => $"{location} ← {e.Value}",
            _ => e.ToString(),
        };
        return $"{site.Place} {what}";
    }

    private static string InColumns((int Thread, string Text)[] lines, int[] threads, int[] widths)
    {
        var text = new StringBuilder();
        text.AppendLine(string.Concat(threads.Select((thread, column) => Name(thread).PadRight(widths[column]))).TrimEnd());
        foreach ((int thread, string line) in lines)
            text.Append(' ', widths[..Array.IndexOf(threads, thread)].Sum()).AppendLine(line);
        return text.ToString();
    }

    private static string InOneColumn((int Thread, string Text)[] lines) =>
        string.Concat(lines.Select(line => $"{Name(line.Thread)}: {line.Text}{Environment.NewLine}"));

    private static string Name(int thread) => $"thread {thread}";

    private static string Source(ExecutionEvent e, ExecutionReport execution)
    {
        if (e.Source is not { } source)
            return "";
        string from = source < 0 ? "initial" : $"thread {execution.Events[source].Thread}, {SiteTable.Get(execution.Events[source].Site).Place}";
        return e.Overwritten ? $"({from}; overwritten elsewhere)" : $"({from})";
    }

    // How Parallel.Invoke waits for its threads says no more than their start and end do.
    private static bool IsShown(ExecutionEvent e) =>
        e.Site != 0 && e.Kind is not (EventKind.Start or EventKind.Join) && SiteTable.Get(e.Site).Member != "Parallel.Invoke";
}
