using System.Globalization;
using System.Text;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Cli.Simulations;

/// <summary>A run as a message-sequence chart in text: a lifeline a participant, an arrow a step, what it changed at the right.</summary>
internal static class SequenceChart
{
    private const int Distance = 10;
    private const int NumberWidth = 4;
    private const string Separator = "; ", Indent = "    ";

    /// <summary>The chart's lines, as wide as the terminal; in a file as wide as they are.</summary>
    public static IEnumerable<string> Lines(Trace trace) => Lines(trace, Console.IsOutputRedirected ? int.MaxValue : Console.WindowWidth);

    /// <summary>The chart's lines: where a row is too wide, what the step changed is on lines of its own below it.</summary>
    public static IEnumerable<string> Lines(Trace trace, int width)
    {
        var names = new StringBuilder(new string(' ', NumberWidth));
        foreach (string name in trace.Participants) names.Append(CultureInfo.InvariantCulture, $"{name,-Distance}");
        yield return names.ToString().TrimEnd();
        int action = trace.Steps.Select(step => step.Action.Length).DefaultIfEmpty(0).Max();
        string blank = "".PadRight(action);
        foreach (string line in trace.Start.Count > 0 ? Row(0, Lifelines(trace), blank, trace.Start) : []) yield return line;
        for (int i = 0; i < trace.Steps.Count; i++)
        {
            TraceStep step = trace.Steps[i];
            char[] lines = Lifelines(trace);
            Draw(lines, step.From, step.To);
            foreach (string line in Row(i + 1, lines, step.Action.PadRight(action), step.Changes)) yield return line;
        }

        IEnumerable<string> Row(int number, char[] lines, string what, IReadOnlyList<Part> parts)
        {
            string index = number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture);
            string head = $"{index,NumberWidth - 1} {new string(lines)}  {what}";
            string[] changes = [.. parts.Select(part => $"{part.Name}: {(part.Content.Length == 0 ? "empty" : part.Content)}")];
            string whole = $"{head}  {string.Join(Separator, changes)}".TrimEnd();
            return whole.Length <= width ? [whole] : [head.TrimEnd(), .. Below(new string(' ', NumberWidth) + new string(Lifelines(trace)) + Indent, changes, width)];
        }
    }

    /// <summary>Changes on lines of their own, as many on each as there is room for.</summary>
    private static IEnumerable<string> Below(string margin, string[] changes, int width)
    {
        string line = "";
        foreach (string change in changes)
        {
            if (line.Length > 0 && margin.Length + line.Length + Separator.Length + change.Length > width)
            {
                yield return margin + line;
                line = "";
            }

            line += line.Length == 0 ? change : Separator + change;
        }

        yield return margin + line;
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
}
