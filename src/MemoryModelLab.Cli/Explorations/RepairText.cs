using System.Globalization;
using MemoryModelLab.Exploration;
using MemoryModelLab.Exploration.Instrumentation.Repairs;

namespace MemoryModelLab.Cli.Explorations;

/// <summary>What came of looking for orderings that are missing, or not needed, in lines.</summary>
internal static class RepairText
{
    /// <summary>The lines.</summary>
    public static IEnumerable<string> Of(RepairResult found, bool isRelaxed) => found.Outcome switch
    {
        RepairOutcome.NoneExists => ["repair: none: this execution stays whatever is volatile, and wherever there is a fence"],
        RepairOutcome.NotFound => [$"{(isRelaxed ? "not needed" : "repair")}: not found in {Seconds(found)}; --time gives it longer"],
        RepairOutcome.NotNeeded => [],
        _ when found.Changes.Count == 0 => [$"not needed: nothing: without any of what was tried it fails{(found.IsCheapest ? "" : ", or cannot be explored")}. Locks, and Interlocked operations that read and write, were not tried"],
        _ => [Head(found, isRelaxed), .. Lines(found.Changes)],
    };

    private static string Head(RepairResult found, bool isRelaxed)
    {
        string changes = found.Changes.Count == 1 ? "this change" : $"these {found.Changes.Count.ToString(CultureInfo.InvariantCulture)} changes";
        string with = found.Changed!.Exploration is { Verdict: ExplorationVerdict.Passed } passed
            ? FailureText.Executions(passed.Complete)
            : string.Create(CultureInfo.InvariantCulture, $"none of {found.Changed.Exploration.Complete:N0} executions fails, not all were explored");
        return isRelaxed
            ? $"not needed: it passes with {changes}{(found.Changes.Count == 1 ? "" : " together")} ({with}){(found.IsCheapest ? "" : "; perhaps with more")}. Locks, and Interlocked operations that read and write, were not tried"
            : $"repair: {changes} {(found.Changes.Count == 1 ? "makes" : "make")} it pass ({with}), {(found.IsCheapest ? "and nothing cheaper does" : "the cheapest found so far")}";
    }

    private static IEnumerable<string> Lines(IReadOnlyList<Change> changes)
    {
        int places = changes.Max(change => change.Site.Statement.Length);
        int whats = changes.Max(change => change.What.Length);
        foreach (IGrouping<string, Change> same in changes.GroupBy(change => $"  {change.Site.Statement.PadRight(places)}  {change.What.PadRight(whats)}  Arm64: {change.Arm64}"))
            yield return same.Count() == 1 ? same.Key : $"{same.Key} ({same.Count().ToString(CultureInfo.InvariantCulture)} times in the statement)";
    }

    private static string Seconds(RepairResult found) => string.Create(CultureInfo.InvariantCulture, $"{found.Elapsed.TotalSeconds:0.0} s");
}
