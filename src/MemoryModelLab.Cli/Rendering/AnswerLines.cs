using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Rendering;

/// <summary>Answers as lines.</summary>
internal static class AnswerLines
{
    /// <summary>The greppable line of a check: <c>Observation SB Sometimes 1 3 x86-tso Ok</c>.</summary>
    public static string Observation(string test, Answer answer) =>
        $"Observation {test} {answer.Result.Observation} {answer.Result.Positive} {answer.Result.Negative} {answer.Model} {answer.Verdict}";

    /// <summary>What a check cost, in one line.</summary>
    public static string Cost(string test, Answer answer)
    {
        CheckResult r = answer.Result;
        double each = r.Elapsed.TotalMicroseconds / Math.Max(1, r.Executions);
        return FormattableString.Invariant(
            $"Time {test} {answer.Model} {r.Elapsed.TotalMilliseconds:F2} ms, {r.Executions} executions, {r.SearchNodes} decisions, {each:F2} us an execution");
    }

    /// <summary>What else must be said of an answer; nothing most times.</summary>
    public static IEnumerable<string> Remarks(string test, Answer answer)
    {
        if (!answer.Result.Complete) yield return $"{test}: {answer.Model}: cut short; what was not found may still be allowed";
        if (answer.Result.LoopBoundReached) yield return $"{test}: {answer.Model}: a loop reached the bound; executions that go round more often are left out (--loop-bound)";
        if (answer.Result is { Complete: true, LoopBoundReached: false, Executions: 0 }) yield return $"{test}: {answer.Model}: no execution counts: threads wait for what does not come, or the filter lets none pass";
        foreach (string flag in answer.Result.Flags) yield return $"Flag {flag} ({test}, {answer.Model})";
    }
}
