using MemoryModelLab.Cli.Campaigns;
using MemoryModelLab.Cli.Verify;
using MemoryModelLab.Workloads.Stress;

namespace MemoryModelLab.Cli.Stores;

/// <summary>Prints what stress found.</summary>
internal static class StressText
{
    private const int MostShown = 20;

    public static void Head() => Output.Line($"{"store",-24}{"verdict",-14}{"stores",8}{"operations",14}{"time",9}");

    public static void Row(StressReport report)
    {
        string verdict = report switch { { Violation: not null } => "violated", { Operations: 0 } => "not run", { Undecided: > 0 } => "inconclusive", _ => "linearizable" };
        Output.Line(FormattableString.Invariant($"{report.Store,-24}{verdict,-14}{report.Stores,8:N0}{report.Operations,14:N0}{DurationSyntax.Print(report.Time),9}"));
    }

    public static void Violation(StressReport report)
    {
        if (report.Violation is not { } violation) return;
        Output.Line();
        Output.Line($"{report.Store}, seed {report.Seed}: {violation.Reason}");
        foreach (int operation in violation.Core.Take(MostShown)) Output.Line($"  {OperationText.Of(violation.History, operation)}");
        if (violation.Core.Count > MostShown) Output.Line($"  and {violation.Core.Count - MostShown} more");
    }

    public static void Control(ControlReport control) => Output.Line(
        $"{control.Twin,-20}{control.Wrong,-42}{(control.Stress is null ? "not seen" : FormattableString.Invariant($"after {control.Time.TotalSeconds:F1} s")),-14}{Litmus(control)}");

    public static void ControlHead() => Output.Line($"{"twin",-20}{"what is wrong",-42}{"stress",-14}litmus, under dotnet");

    private static string Litmus(ControlReport control) =>
        $"{control.Litmus} {(control.IsAllowed ? "allowed" : "not found")}, {control.Cured} {(control.IsCured ? "forbidden" : "allowed")}";
}
