using System.Globalization;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Litmus.Conditions;
using Spectre.Console;

namespace MemoryModelLab.Cli.Rendering;

/// <summary>One test as a table: an outcome a line, with how often it was seen, what its author says of it, and which models allow it.</summary>
internal static class TestTable
{
    // Wide enough for every sentence; what is not a terminal has no width of its own.
    private const int WidthOfFiles = 200;
    private const int Padding = 3;

    /// <summary>Prints the test's story and the table.</summary>
    public static void Print(TestReport report, TextWriter to)
    {
        to.WriteLine($"{report.Test!.Name} ({report.Test.Architecture}) {report.Path}");
        if (report.Test.Description is { } story) to.WriteLine(story);

        int width = Console.IsOutputRedirected ? WidthOfFiles : Math.Max(Console.WindowWidth, 1);
        Column[] columns = [.. Columns(report)];
        bool fits = columns.Sum(c => c.Width + Padding) < width;
        Write(fits ? columns : Array.FindAll(columns, c => !c.IsTold), report.Outcomes, width, to);
        if (!fits) Tell(report.Outcomes, to);
        if (report.OmittedOutcomes > 0) to.WriteLine($"… and {report.OmittedOutcomes:N0} outcomes more; --json has all");
        if (report.Test.Condition is { } condition) to.WriteLine($"Condition {Words(condition.Quantifier)} (outcomes marked * satisfy it)");
    }

    private static IEnumerable<Column> Columns(TestReport report)
    {
        IReadOnlyList<Outcome> outcomes = report.Outcomes;
        yield return new("outcome", outcomes.Select(o => (o.Satisfies ? "*" : " ") + o.State)) { IsPlain = true };
        if (report.Hardware is { } run)
        {
            yield return new("observed", outcomes.Select(o => o.Observed!.Value.ToString("N0", CultureInfo.InvariantCulture))) { IsNumber = true };
            yield return new("frequency", outcomes.Select(o => Frequency(o.Observed!.Value, run.Iterations))) { IsNumber = true };
        }

        bool graded = outcomes.Any(o => o.Grade is not null);
        if (graded) yield return new("expectation", outcomes.Select(o => Word(o.Grade))) { IsTold = true };
        for (int model = 0; model < report.Answers.Count; model++)
        {
            Answer answer = report.Answers[model];
            int index = model;
            yield return new(answer.Model, outcomes.Select(o => o.Executions[index] > 0 ? "allowed" : answer.IsExhaustive ? "forbidden" : "not found"));
        }

        if (graded) yield return new("", outcomes.Select(o => o.Sentence ?? "")) { IsTold = true, IsPlain = true };
    }

    private static void Write(Column[] columns, IReadOnlyList<Outcome> outcomes, int width, TextWriter to)
    {
        // Colours load a library, which takes as long as a small check: files and pipes, which cannot show them, do without.
        bool plain = Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        if (plain) WritePlain(columns, outcomes.Count, to);
        else WriteColoured(columns, outcomes, width, to);
    }

    private static void WritePlain(Column[] columns, int rows, TextWriter to)
    {
        to.WriteLine(Line(c => c.Title));
        to.WriteLine(new string('─', columns.Sum(c => c.Width + Padding) + 1));
        for (int row = 0; row < rows; row++)
        {
            int index = row;
            to.WriteLine(Line(c => c.Cells[index]));
        }

        string Line(Func<Column, string> cell) => "  " + string.Join(
            new string(' ', Padding), columns.Select(c => c.IsNumber ? cell(c).PadLeft(c.Width) : cell(c).PadRight(c.Width))).TrimEnd();
    }

    private static void WriteColoured(Column[] columns, IReadOnlyList<Outcome> outcomes, int width, TextWriter to)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (Column column in columns)
        {
            table.AddColumn(new TableColumn(column.Title) { NoWrap = true, Alignment = column.IsNumber ? Justify.Right : null });
        }

        for (int row = 0; row < outcomes.Count; row++) table.AddRow([.. columns.Select(c => new Text(c.Cells[row], Style(c, row, outcomes[row])))]);

        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = Math.Max(width, columns.Sum(c => c.Width + Padding) + 1); // a line the terminal breaks is better than broken words
        console.Write(table);
        foreach (string line in text.ToString().Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0)) to.WriteLine(line);
    }

    /// <summary>What the author says of the outcomes, where it does not fit into the table.</summary>
    private static void Tell(IReadOnlyList<Outcome> outcomes, TextWriter to)
    {
        foreach (Outcome o in outcomes.Where(o => o.Grade is not null)) to.WriteLine($"  {o.State} {Word(o.Grade)}: {o.Sentence}");
    }

    private static Style Style(Column column, int row, Outcome outcome)
    {
        if (outcome is { Grade: Grade.Forbidden, Observed: > 0 }) return new Style(Color.Red, decoration: Decoration.Bold);
        return column.IsPlain ? new Style() : column.Cells[row] switch
        {
            "forbidden" => new Style(Color.Red),
            "allowed" or "acceptable" => new Style(Color.Green),
            "interesting" => new Style(Color.Yellow),
            _ => new Style(),
        };
    }

    private static string Frequency(long count, long of)
    {
        if (count == 0 || of == 0) return "-";
        double share = 100.0 * count / of;
        return share.ToString(share >= 0.01 ? "0.00' %'" : "0.0000' %'", CultureInfo.InvariantCulture);
    }

    private static string Word(Grade? grade) => grade?.ToString().ToLowerInvariant() ?? "";

    private static string Words(Quantifier quantifier) => quantifier switch
    {
        Quantifier.Exists => "exists",
        Quantifier.NotExists => "~exists",
        _ => "forall",
    };

    /// <summary>A column: its title and a cell for each outcome.</summary>
    private sealed class Column(string title, IEnumerable<string> cells)
    {
        public string Title { get; } = title;

        public string[] Cells { get; } = [.. cells];

        public int Width => Cells.Select(c => c.Length).Append(Title.Length).Max();

        /// <summary>Whether numbers stand in it.</summary>
        public bool IsNumber { get; init; }

        /// <summary>Whether its words keep the terminal's colour.</summary>
        public bool IsPlain { get; init; }

        /// <summary>Whether it may be told below the table instead.</summary>
        public bool IsTold { get; init; }
    }
}
