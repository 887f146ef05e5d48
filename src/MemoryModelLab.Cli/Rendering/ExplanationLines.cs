using MemoryModelLab.Models.Explanation;

namespace MemoryModelLab.Cli.Rendering;

/// <summary>Explanations as lines.</summary>
internal static class ExplanationLines
{
    /// <summary>An explanation: a line that says what is explained, and its sentences below.</summary>
    public static IEnumerable<string> Of(OutcomeExplanation explanation)
    {
        yield return "";
        switch (explanation)
        {
            case OutcomeExplanation.Forbidden forbidden:
                yield return $"Why {forbidden.Model} forbids {forbidden.Outcome}: {Candidates(forbidden)}";
                foreach (Reason reason in forbidden.Reasons)
                {
                    if (forbidden.Reasons.Count > 1) yield return $" {reason.Candidates} by {reason.Rule}:";
                    for (int i = 0; i < reason.Sentences.Count; i++) yield return $"  {(i < reason.Sentences.Count - 1 ? $"{i + 1}." : "→ ")} {reason.Sentences[i]}";
                }

                break;
            case OutcomeExplanation.Impossible impossible:
                yield return $"Why {impossible.Model} forbids {impossible.Outcome}: {impossible.Sentence}";
                break;
            case OutcomeExplanation.Allowed allowed:
                yield return $"How {allowed.Model} allows {allowed.Outcome}: {(allowed.IsSequential ? "the threads take turns" : "an execution that is not sequentially consistent")}";
                for (int i = 0; i < allowed.Sentences.Count; i++) yield return $"  {i + 1}. {allowed.Sentences[i]}";
                break;
            case OutcomeExplanation.Unknown unknown:
                yield return $"Why {unknown.Model} allows or forbids {unknown.Outcome} is not known: {unknown.Sentence}";
                break;
        }
    }

    private static string Candidates(OutcomeExplanation.Forbidden forbidden)
    {
        string which = forbidden.IsCoherent ? "" : ", none of them coherent";
        string seen = forbidden.IsComplete ? "" : "at least ";
        return forbidden.Candidates == 1 ? $"one execution would end so{which}" : $"{seen}{forbidden.Candidates} executions would end so{which}";
    }
}
