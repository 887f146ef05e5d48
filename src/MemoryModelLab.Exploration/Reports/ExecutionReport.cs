using System.Text;

namespace MemoryModelLab.Exploration.Reports;

/// <summary>An execution: its events in an order that agrees with program order and with what reads from what.</summary>
/// <param name="Threads">The number of threads.</param>
/// <param name="Events">The events.</param>
public sealed record ExecutionReport(int Threads, IReadOnlyList<ExecutionEvent> Events)
{
    /// <summary>A line an event, with the number that reads name.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var e in Events) text.Append($"#{e.Number,-3} thread {e.Thread}: {e}").AppendLine();
        return text.ToString();
    }
}
