using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Models.Explanation;

/// <summary>An outcome somebody asks about: the final states it means.</summary>
public sealed class AskedOutcome
{
    private readonly PropositionEvaluator? proposition;
    private readonly long[]? state;

    private AskedOutcome(string text, PropositionEvaluator? proposition, long[]? state) => (Text, this.proposition, this.state) = (text, proposition, state);

    /// <summary>The outcome in words of a condition.</summary>
    public string Text { get; }

    /// <summary>Its atoms, when it says several things at once; for saying which of them cannot be.</summary>
    internal IReadOnlyList<AskedOutcome> Parts { get; private init; } = [];

    /// <summary>Whether it says of one part of the state which value it has.</summary>
    internal bool IsEquality { get; private init; }

    /// <summary>The states in which a proposition over the observed parts of <paramref name="program"/> holds.</summary>
    public static AskedOutcome Of(Proposition proposition, LitmusProgram program) =>
        new(LitmusPrinter.Print(proposition), new PropositionEvaluator(proposition, program), null)
        {
            IsEquality = proposition is Proposition.Equal { Negated: false },
            Parts = proposition is Proposition.And and ? [.. Conjuncts(and).Select(p => Of(p, program))] : [],
        };

    /// <summary>One final state of a program.</summary>
    public static AskedOutcome Of(FinalState state) => new(state?.Text.TrimEnd(';') ?? throw new ArgumentNullException(nameof(state)), null, state.Values.ToArray());

    /// <summary>What a test's condition asks about: the states that satisfy its proposition, and for <c>forall</c> those that do not.</summary>
    public static AskedOutcome? OfCondition(LitmusProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return program.Condition is { } c ? Of(c.Quantifier == Quantifier.Forall ? new Proposition.Not(c.Proposition) : c.Proposition, program) : null;
    }

    /// <summary>Whether a final state is meant.</summary>
    public bool Matches(ReadOnlySpan<long> values) => proposition?.Evaluate(values) ?? values.SequenceEqual(state);

    private static IEnumerable<Proposition> Conjuncts(Proposition proposition) =>
        proposition is Proposition.And and ? Conjuncts(and.Left).Concat(Conjuncts(and.Right)) : [proposition];
}
