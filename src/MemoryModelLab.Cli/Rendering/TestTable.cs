using System.Globalization;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Litmus.Conditions;
using Spectre.Console;

namespace MemoryModelLab.Cli.Rendering;

/// <summary>One test as a table: an outcome a line, with how often it was seen, what its author says of it, and which models allow it.</summary>
internal static class TestTable
{
    /// <summary>Prints the table and the test's story.</summary>
    public static void Print(TestReport report, TextWriter to)
    {
        bool ran = report.Hardware is not null;
        bool graded = report.Outcomes.Any(o => o.Grade is not null);
        to.WriteLine($"{report.Test!.Name} ({report.Test.Architecture}) {report.Path}");
        if (report.Test.Description is { } story) to.WriteLine(story);
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("outcome");
        if (ran) table.AddColumn(new TableColumn("observed").RightAligned()).AddColumn(new TableColumn("frequency").RightAligned());
        if (graded) table.AddColumn("expectation");
        foreach (Answer answer in report.Answers) table.AddColumn(answer.Model);
        if (graded) table.AddColumn("");
        foreach (Outcome outcome in report.Outcomes)
        {
            var cells = new List<string> { (outcome.Satisfies ? "*" : " ") + outcome.State };
            if (ran)
            {
                cells.Add(outcome.Observed!.Value.ToString("N0", CultureInfo.InvariantCulture));
                cells.Add(Frequency(outcome.Observed.Value, report.Hardware!.Iterations));
            }

            if (graded) cells.Add(outcome.Grade?.ToString().ToLowerInvariant() ?? "");
            for (int model = 0; model < report.Answers.Count; model++) cells.Add(outcome.Executions[model] > 0 ? "allowed" : report.Answers[model].IsExhaustive ? "forbidden" : "not found");
            if (graded) cells.Add(outcome.Sentence ?? "");
            table.AddRow([.. cells.Select((c, i) => Cell(c, outcome, i))]);
        }

        Write(table, to);
        if (report.OmittedOutcomes > 0) to.WriteLine($"… and {report.OmittedOutcomes:N0} outcomes more; --json has all");
        if (report.Test.Condition is { } condition) to.WriteLine($"Condition {Words(condition.Quantifier)} (outcomes marked * satisfy it)");
    }

    private static void Write(Table table, TextWriter to)
    {
        bool plain = Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (Console.IsOutputRedirected) console.Profile.Width = 200;
        console.Write(table);
        foreach (string line in text.ToString().Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0)) to.WriteLine(line);
    }

    private static Text Cell(string text, Outcome outcome, int column) => new(text, Style(text, outcome, column));

    private static Style Style(string text, Outcome outcome, int column)
    {
        if (outcome is { Grade: Grade.Forbidden, Observed: > 0 }) return new Style(Color.Red, decoration: Decoration.Bold);
        if (column == 0) return new Style();
        return text switch
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

    private static string Words(Quantifier quantifier) => quantifier switch
    {
        Quantifier.Exists => "exists",
        Quantifier.NotExists => "~exists",
        _ => "forall",
    };
}
