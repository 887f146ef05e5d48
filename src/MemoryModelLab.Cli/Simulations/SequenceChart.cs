using System.Globalization;
using System.Text;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Cli.Simulations;

/// <summary>A run as a message-sequence chart in text: a lifeline a participant, an arrow a step, what it changed at the right.</summary>
internal static class SequenceChart
{
    private const int Distance = 10;
    private const int NumberWidth = 4;

    /// <summary>The chart's lines.</summary>
    public static IEnumerable<string> Lines(Trace trace)
    {
        var names = new StringBuilder(new string(' ', NumberWidth));
        foreach (string name in trace.Participants) names.Append(CultureInfo.InvariantCulture, $"{name,-Distance}");
        yield return names.ToString().TrimEnd();
        int action = trace.Steps.Select(step => step.Action.Length).DefaultIfEmpty(0).Max();
        if (trace.Start.Count > 0) yield return Row(0, Lifelines(trace), "".PadRight(action), trace.Start);
        for (int i = 0; i < trace.Steps.Count; i++)
        {
            TraceStep step = trace.Steps[i];
            char[] lines = Lifelines(trace);
            Draw(lines, step.From, step.To);
            yield return Row(i + 1, lines, step.Action.PadRight(action), step.Changes);
        }
    }

    private static char[] Lifelines(Trace trace)
    {
        char[] line = new char[((trace.Participants.Count - 1) * Distance) + 2];
        Array.Fill(line, ' ');
        for (int i = 0; i < trace.Participants.Count; i++) line[i * Distance] = '│';
        return line;
    }

    private static void Draw(char[] line, int from, int to)
    {
        if (from == to)
        {
            line[from * Distance] = '●';
            return;
        }

        int left = Math.Min(from, to) * Distance, right = Math.Max(from, to) * Distance;
        for (int i = left + 1; i < right; i++) line[i] = '─';
        line[to > from ? right - 1 : left + 1] = to > from ? '▶' : '◀';
    }

    private static string Row(int number, char[] lines, string action, IReadOnlyList<Part> parts)
    {
        string index = number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture);
        string changes = string.Join("; ", parts.Select(part => $"{part.Name}: {(part.Content.Length == 0 ? "empty" : part.Content)}"));
        return $"{index,NumberWidth - 1} {new string(lines)}  {action}  {changes}".TrimEnd();
    }
}
