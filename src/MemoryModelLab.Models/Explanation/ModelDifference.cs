using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Explanation;

/// <summary>An outcome that one model allows and another forbids.</summary>
/// <param name="Outcome">The final state, as herd prints it.</param>
/// <param name="Allowing">The execution under the model that allows it.</param>
/// <param name="Forbidding">The rule of the other.</param>
public sealed record OutcomeDifference(string Outcome, OutcomeExplanation Allowing, OutcomeExplanation Forbidding);

/// <summary>What two models say differently of a test.</summary>
/// <param name="First">The first model's name.</param>
/// <param name="Second">The second's.</param>
/// <param name="Outcomes">The outcomes only one of them allows, those that satisfy the test's condition first.</param>
/// <param name="MoreOutcomes">How many of these are not explained, because there are very many.</param>
/// <param name="IsComplete">Whether all executions under both were seen; where not, what one was not found to allow it may allow.</param>
public sealed record ModelDifference(string First, string Second, IReadOnlyList<OutcomeDifference> Outcomes, int MoreOutcomes, bool IsComplete)
{
    private const int MostExplained = 20;

    /// <summary>Whether both allow the same outcomes.</summary>
    public bool Agree => Outcomes.Count == 0;

    /// <summary>Compares two models on a test.</summary>
    /// <exception cref="MemoryModelLab.Litmus.LitmusException">A model's program has an error.</exception>
    public static ModelDifference Of(
        LitmusProgram program, MemoryModel first, MemoryModel second, ExplanationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        options = (options ?? new ExplanationOptions()) with { Strengthen = false };
        CheckResult ofFirst = ModelChecker.Check(program, first, options.Check, cancellation), ofSecond = ModelChecker.Check(program, second, options.Check, cancellation);
        bool complete = IsExhaustive(ofFirst) && IsExhaustive(ofSecond);
        (FinalState State, MemoryModel Allowing, MemoryModel Forbidding)[] differing =
        [
            .. Only(ofFirst, ofSecond).Select(s => (s, first, second)).Concat(Only(ofSecond, ofFirst).Select(s => (s, second, first))).OrderByDescending(d => d.Item1.Satisfies),
        ];
        return new ModelDifference(
            first.Name, second.Name,
            [.. differing.Take(MostExplained).Select(d => Explain(program, d.State, d.Allowing, d.Forbidding, options, cancellation))],
            Math.Max(0, differing.Length - MostExplained), complete);
    }

    private static OutcomeDifference Explain(
        LitmusProgram program, FinalState state, MemoryModel allowing, MemoryModel forbidding, ExplanationOptions options, CancellationToken cancellation)
    {
        AskedOutcome outcome = AskedOutcome.Of(state);
        return new OutcomeDifference(
            outcome.Text, new Explainer(program, allowing, options, cancellation).Explain(outcome), new Explainer(program, forbidding, options, cancellation).Explain(outcome));
    }

    private static bool IsExhaustive(CheckResult result) => result is { Complete: true, LoopBoundReached: false };

    /// <summary>The states that only the first result has; both are in the order of the values.</summary>
    private static IEnumerable<FinalState> Only(CheckResult result, CheckResult other)
    {
        int j = 0;
        foreach (FinalState state in result.States)
        {
            while (j < other.States.Count && other.States[j].Values.SequenceCompareTo(state.Values) < 0) j++;
            if (j == other.States.Count || !other.States[j].Values.SequenceEqual(state.Values)) yield return state;
        }
    }
}
