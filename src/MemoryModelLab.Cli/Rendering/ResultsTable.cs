using System.Globalization;
using MemoryModelLab.Hardware.Campaigns;
using MemoryModelLab.Hardware.MachineCode;

namespace MemoryModelLab.Cli.Rendering;

/// <summary>Prints two results files side by side: a block a test, then what only one of them saw.</summary>
internal static class ResultsTable
{
    // With fewer than three expected, not seeing an outcome says little (the rule of three).
    private const double FewestTelling = 3;

    /// <summary>Prints the comparison.</summary>
    public static void Print(ResultsSummary first, ResultsSummary second, IReadOnlyList<ComparedTest> tests)
    {
        Output.Line($"A  {Source(first)}");
        Output.Line($"B  {Source(second)}");
        foreach (ComparedTest test in tests.Where(test => test.First is not null || test.Second is not null)) PrintTest(test);
        Output.Line();
        foreach (string line in tests.SelectMany(OnlyOne)) Output.Line(line);
        int both = tests.Count(test => test.First is not null && test.Second is not null);
        Output.Line($"{tests.Count} tests, {both} run in both; {tests.Sum(test => test.Outcomes.Count(o => o.Expected is not null))} outcomes seen by one only");
        Output.Line("Next: mml explain <test>");
    }

    private static string Source(ResultsSummary results)
    {
        Host host = results.Header.Host;
        string jit = results.Header.Jit is { } mode ? $", --jit {mode.Name()}" : "";
        string torn = results.IsTorn ? ", a torn line left out" : "";
        TimeSpan time = TimeSpan.FromTicks(results.Totals.Values.Sum(totals => totals.Elapsed.Ticks));
        return string.Create(CultureInfo.InvariantCulture, $"{results.Path}: {host.Name}, {host.Architecture}, {host.Processor}, {host.Processors} processors, {host.Runtime}{jit}; {results.Batches} batches, {time.TotalSeconds:0} s{torn}");
    }

    private static void PrintTest(ComparedTest test)
    {
        Output.Line();
        Output.Line($"{test.Name} ({test.Architecture}){(test.IsChanged ? ", which is not the same test in both" : "")}");
        int width = test.Outcomes.Select(outcome => outcome.State.Length).Append("iterations a second".Length).Max();
        Row("", "A", "", "B", "", "B/A");
        foreach (ComparedOutcome outcome in test.Outcomes)
        {
            double a = Share(outcome.First, test.First), b = Share(outcome.Second, test.Second);
            Row(outcome.State, Count(outcome.First, test.First), Percent(a), Count(outcome.Second, test.Second), Percent(b), Ratio(a, b));
        }

        double first = Rate(test.First), second = Rate(test.Second);
        Row("iterations a second", Number(first), "", Number(second), "", Ratio(first, second));

        void Row(string what, string a, string shareA, string b, string shareB, string ratio) =>
            Output.Line($"  {what.PadRight(width)} {a,16} {shareA,11} {b,16} {shareB,11} {ratio,9}".TrimEnd());
    }

    private static IEnumerable<string> OnlyOne(ComparedTest test)
    {
        foreach (ComparedOutcome outcome in test.Outcomes)
        {
            if (outcome.Expected is not { } expected) continue;
            string verdict = expected >= FewestTelling ? "so it is rarer there" : "so it may be as frequent there";
            yield return string.Create(
                CultureInfo.InvariantCulture, $"Only {(outcome.First > 0 ? "A" : "B")} {test.Name} {outcome.State} the other would have seen {expected:0.#}, {verdict}");
        }
    }

    private static double Rate(TestTotals? totals) => totals is null ? double.NaN : totals.Iterations / Math.Max(totals.Elapsed.TotalSeconds, 1e-9);

    private static double Share(long count, TestTotals? totals) => totals is null ? double.NaN : (double)count / Math.Max(1, totals.Iterations);

    private static string Count(long count, TestTotals? totals) => totals is null ? "-" : count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => share switch
    {
        double.NaN or 0 => "",
        >= 0.0001 => (100 * share).ToString("0.00' %'", CultureInfo.InvariantCulture),
        _ => (100 * share).ToString("0.0e+0' %'", CultureInfo.InvariantCulture),
    };

    private static string Ratio(double a, double b) => a > 0 && b > 0 ? (b / a).ToString("0.00", CultureInfo.InvariantCulture) : "";
}
