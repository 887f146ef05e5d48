using MemoryModelLab.Models.Explanation;
using MemoryModelLab.Models.Explanation.Strengthening;

namespace MemoryModelLab.Cli.Rendering;

/// <summary>Explanations as lines.</summary>
internal static class ExplanationLines
{
    private const int MostSuggestions = 3;

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
                foreach (string line in allowed.Strengthening is { } advice ? Advice(advice) : []) yield return line;
                break;
            case OutcomeExplanation.Unknown unknown:
                yield return $"Why {unknown.Model} allows or forbids {unknown.Outcome} is not known: {unknown.Sentence}";
                break;
        }
    }

    /// <summary>What two models say differently of a test.</summary>
    public static IEnumerable<string> Of(string test, ModelDifference difference)
    {
        yield return "";
        string bound = difference.IsComplete ? "" : ", as far as executions were seen";
        if (difference.Agree)
        {
            yield return $"Difference {test} {difference.First} {difference.Second} none: they agree on every outcome{bound}";
            yield break;
        }

        int count = difference.Outcomes.Count + difference.MoreOutcomes;
        yield return $"Difference {test} {difference.First} {difference.Second} {count}: {(count == 1 ? "an outcome" : "outcomes")} only one of them allows{bound}";
        foreach (OutcomeDifference outcome in difference.Outcomes)
        {
            foreach (string line in Of(outcome.Allowing).Concat(Of(outcome.Forbidding))) yield return line;
        }

        if (difference.MoreOutcomes > 0) yield return $"… and {difference.MoreOutcomes} more";
    }

    private static IEnumerable<string> Advice(StrengtheningAdvice advice)
    {
        string few = advice.IsComplete ? "" : " (the search was cut short)";
        if (advice.Changes == 0)
        {
            yield return $"  To forbid it: none of up to two changes does{few}";
            yield break;
        }

        for (int i = 0; i < Math.Min(advice.Suggestions.Count, MostSuggestions); i++)
        {
            yield return $"  {(i == 0 ? "To forbid it:" : "          or:")} {advice.Suggestions[i].Sentence}";
        }

        int more = advice.Suggestions.Count - MostSuggestions;
        if (more > 0) yield return $"          or {more} other {(more == 1 ? "way" : "ways")}{few}; --json has all";
    }

    private static string Candidates(OutcomeExplanation.Forbidden forbidden)
    {
        string which = forbidden.Soundness switch
        {
            Soundness.Atomic => "",
            Soundness.Coherent => ", breaking an atomic operation apart",
            _ => ", against the order of one location",
        };
        string seen = forbidden.IsComplete ? "" : "at least ";
        return forbidden.Candidates == 1 ? $"one execution would end so{which}" : $"{seen}{forbidden.Candidates} executions would end so{which}";
    }
}
