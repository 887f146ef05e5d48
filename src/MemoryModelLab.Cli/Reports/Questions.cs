using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models;
using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Explanation;

namespace MemoryModelLab.Cli.Reports;

/// <summary>What is asked about a test beside what its models allow.</summary>
/// <param name="Why">Whether to explain the outcomes that the test asks about.</param>
/// <param name="Outcome">An outcome to ask about instead of the test's own; null for none.</param>
/// <param name="Difference">The two models to compare; null for none.</param>
internal sealed record Questions(bool Why, string? Outcome, (string First, string Second)? Difference)
{
    /// <summary>Nothing is asked.</summary>
    public static Questions None { get; } = new(false, null, null);

    /// <summary>The test with the condition that is asked about.</summary>
    /// <exception cref="LitmusException">The outcome is none of the test.</exception>
    public LitmusTest AskedOf(LitmusTest test)
    {
        if (Outcome is null) return test;
        const string origin = "--outcome";
        LitmusTest asked = test with { Condition = new Condition(Quantifier.Exists, LitmusParser.ParseProposition(Outcome, origin, test)), Expectations = [] };

        // A test's own condition may mention a location that no thread does. Here it is a slip, and its 0 would pass for an answer.
        HashSet<string> known = [.. LitmusLowering.Lower(test).Locations.Select(location => location.Name)];
        Location? strange = LitmusLowering.Lower(asked).Locations.FirstOrDefault(location => !known.Contains(location.Name));
        if (strange is null) return asked;
        int column = Math.Max(Outcome.IndexOf(strange.Name, StringComparison.Ordinal), 0) + 1;
        throw new LitmusException(new SourcePosition(origin, 1, column), $"the test has no location {strange.Name}{Suggestion.For(strange.Name, known)} (it has {string.Join(", ", known)})");
    }

    /// <summary>The explanations, model by model.</summary>
    public IEnumerable<OutcomeExplanation> Explain(LitmusProgram program, IReadOnlyList<MemoryModel> models, CheckOptions check, CancellationToken cancellation)
    {
        if (!Why && (Outcome is null || Difference is not null)) return [];
        ExplanationOptions options = Options(check);
        AskedOutcome[] outcomes = [.. Asked(program)];
        if (outcomes.Length == 0) return models.Select(m => new OutcomeExplanation.Unknown(m.Name, "its outcomes", "the test has no condition; name an outcome with --outcome"));
        return models.SelectMany(m => outcomes.Select(new Explainer(program, m, options, cancellation).Explain));
    }

    /// <summary>What a picture of the test shows: the condition's outcome where a model first allows it, or else why the last one forbids it.</summary>
    public static OutcomeExplanation? Draw(
        LitmusProgram program, IReadOnlyList<MemoryModel> models, IReadOnlyList<Answer> answers, CheckOptions check, CancellationToken cancellation)
    {
        if (AskedOutcome.OfCondition(program) is not { } outcome || models.Count == 0) return null;
        int shown = Enumerable.Range(0, models.Count).FirstOrDefault(i => answers[i].AllowsAskedOutcome, models.Count - 1);
        return new Explainer(program, models[shown], Options(check) with { Strengthen = false }, cancellation).Explain(outcome);
    }

    /// <summary>What the two models say differently; null when nobody asked.</summary>
    public ModelDifference? Compare(LitmusProgram program, ModelChoice models, CheckOptions check, CancellationToken cancellation) => Difference is { } pair
        ? ModelDifference.Of(program, models.ByName(pair.First), models.ByName(pair.Second), Options(check), cancellation)
        : null;

    private static ExplanationOptions Options(CheckOptions check)
    {
        var options = new ExplanationOptions();
        return options with { Check = options.Check with { LoopBound = check.LoopBound, TimeLimit = check.TimeLimit ?? options.Check.TimeLimit } };
    }

    /// <summary>The condition's outcome, and those graded forbidden or interesting.</summary>
    private static IEnumerable<AskedOutcome> Asked(LitmusProgram program)
    {
        AskedOutcome? condition = AskedOutcome.OfCondition(program);
        return (condition is null ? [] : new[] { condition })
            .Concat(program.Test.Expectations.Where(e => e.Grade != Grade.Acceptable).Select(e => AskedOutcome.Of(e.Proposition, program)))
            .DistinctBy(o => o.Text);
    }
}
