using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Explanation;

namespace MemoryModelLab.Cli.Rendering;

/// <summary>Chooses what the picture of a test shows.</summary>
internal static class ReportPicture
{
    /// <summary>The outcome the test asks about, allowed or with the cycle that forbids it; or else an execution that is allowed. Null for nothing.</summary>
    public static PictureContent? Of(TestReport report) => report.Drawn switch
    {
        OutcomeExplanation.Allowed { IsSequential: true } a => new(report.Name, [$"{a.Model} allows {a.Outcome}"], a.Execution),
        OutcomeExplanation.Allowed a => new(report.Name, [$"{a.Model} allows {a.Outcome}", "sc does not, for the marked cycle"], a.Execution, a.Cycle),
        OutcomeExplanation.Forbidden { Reasons: [Reason r, ..] } f => new(report.Name, [$"{f.Model} forbids {f.Outcome}", Rule(r)], r.Execution, r.Cycle),
        OutcomeExplanation.Impossible i => AnyAllowed(report, $"{i.Outcome} is impossible under any model"),
        OutcomeExplanation.Unknown u => AnyAllowed(report, $"{u.Outcome} under {u.Model}: {u.Sentence}"),
        _ => AnyAllowed(report, null),
    };

    private static string Rule(Reason reason) => reason.Cycle.Edges switch
    {
        [] => $"by its rule '{reason.Rule}'",
        [var first, ..] edges when edges[^1].To == first.From => $"by its rule '{reason.Rule}': the marked cycle",
        _ => $"by its rule '{reason.Rule}': the marked edges",
    };

    private static PictureContent? AnyAllowed(TestReport report, string? remark)
    {
        (Answer Answer, FinalState State)[] states = [.. report.Answers.SelectMany(a => a.Result.States.Where(s => s.Witness is not null).Select(s => (a, s)))];
        if (states.Length == 0) return null;
        (Answer answer, FinalState state) = states.FirstOrDefault(s => s.State.Satisfies, states[0]);
        string shown = $"{answer.Model} allows {state.Text}".TrimEnd();
        return new PictureContent(report.Name, remark is null ? [shown] : [remark, shown], state.Witness!);
    }
}
