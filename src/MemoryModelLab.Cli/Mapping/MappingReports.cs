using System.Diagnostics;
using System.Globalization;
using MemoryModelLab.Cli.Rendering;
using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Mapping;

namespace MemoryModelLab.Cli.Mapping;

/// <summary>Prints what the mapping check found: exceptions as they come, then one line a target and the counts.</summary>
/// <param name="check">The check.</param>
/// <param name="single">Whether there is one test, which is shown as a table.</param>
/// <param name="freedom">Whether to list the outcomes that no target shows.</param>
/// <param name="json">Where to write the results as JSON; null for nowhere.</param>
internal sealed class MappingReports(MappingCheck check, bool single, bool freedom, string? json)
{
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly MappingTotals totals = new(check);
    private readonly List<MappingJson.Test> tests = [];
    private readonly bool quiet = json == "-";

    /// <summary>Takes the next report.</summary>
    public void Add(MappingReport report)
    {
        totals.Add(report);
        if (report.Error is not null) Console.Error.WriteLine($"mml: {report.Error}");
        if (report.Result is not { } result) return;
        if (json is not null) tests.Add(MappingJson.Of(report.Name, report.File, result));
        if (single && !quiet) TestTable.Print(report.AsTable(check.Language.Name), Output.Text);
        foreach (TargetResult target in result.Targets)
        {
            foreach (FinalState state in target.Exceptions) Note($"EXCEPTION {report.Name} {target.Target} {state.Text}");
        }

        if (freedom) foreach (FinalState state in result.Freedom) Note($"FREEDOM {report.Name} {state.Text}");
        if (!result.IsComplete) Note($"{report.Name}: cut short, so inconclusive: what a search did not reach is neither forbidden nor not shown");
        Output.Flush();
    }

    /// <summary>Prints the end, and says how it all went.</summary>
    public ExitCode Finish(bool interrupted)
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        if (json is not null) MappingJson.Write(json, check, tests, totals, elapsed);
        if (interrupted) Console.Error.WriteLine("mml: interrupted; what is printed is what was done");
        bool isEmpty = totals.Tests == 0 && !interrupted;
        if (isEmpty && totals.Errors == 0) Console.Error.WriteLine("mml: none of these is a C# test; the mapping is from C#, so expected at least one");
        ExitCode code = totals.Exceptions > 0 ? ExitCode.Violation
            : interrupted ? ExitCode.Interrupted
            : totals.Errors > 0 || isEmpty ? ExitCode.Usage
            : totals.Inconclusive > 0 ? ExitCode.Inconclusive
            : ExitCode.Pass;
        if (!quiet)
        {
            Summary(elapsed);
            Output.Line(Next(code));
        }

        Output.Flush();
        return code;
    }

    private void Summary(TimeSpan elapsed)
    {
        Output.Line();
        Output.Line($"{"target",-16}{"outcomes",12}{"exceptions",12}{"not shown",12}{"executions",14}");
        foreach (MappingTotals.Target target in totals.Targets)
        {
            Output.Line($"{target.Name,-16}{N(target.Outcomes),12}{N(target.Exceptions),12}{N(target.Unshown),12}{N(target.Executions),14}");
        }

        Output.Line($"{check.Language.Name,-16}{N(totals.Outcomes),12}{"",12}{N(totals.Freedom),12}{N(totals.Executions),14}");
        Output.Line();
        string others = totals.OtherDialects > 0 ? $", {N(totals.OtherDialects)} of other dialects left alone" : "";
        Output.Line(FormattableString.Invariant(
            $"{totals.Tests:N0} tests in {elapsed.TotalSeconds:F1} s{others}: {totals.Exceptions:N0} exceptions, {totals.Inconclusive:N0} inconclusive, {totals.Errors:N0} unreadable"));
        if (totals.Bounded > 0) Output.Line($"{N(totals.Bounded)} have loops, and were compared up to a number of rounds (--loop-bound)");
        Output.Line($"{N(totals.Freedom)} outcomes in {N(totals.TestsWithFreedom)} tests are allowed for the compiler only: no target shows them{(freedom ? "" : " (--freedom lists them)")}");
    }

    private string Next(ExitCode code) => code switch
    {
        ExitCode.Violation => "Next: mml check <test> --mapping, then mml check <test> --model arm64 --graph execution.dot",
        ExitCode.Inconclusive => "Next: a higher --loop-bound or --time-limit",
        _ when single => "Next: mml check --mapping, for all tests",
        _ => "Next: mml check <one of these> --mapping",
    };

    private void Note(string text)
    {
        if (quiet) Console.Error.WriteLine($"mml: {text}");
        else Output.Line(text);
    }

    private static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
