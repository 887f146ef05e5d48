using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Explanation.Strengthening;

namespace MemoryModelLab.Models.Explanation;

/// <summary>Why a model allows or forbids an outcome.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Outcome">The outcome, as it was asked.</param>
public abstract record OutcomeExplanation(string Model, string Outcome)
{
    /// <summary>No execution that ends so is allowed.</summary>
    /// <param name="Model">The model's name.</param>
    /// <param name="Outcome">The outcome.</param>
    /// <param name="Candidates">How many executions would end so, were there no model.</param>
    /// <param name="Soundness">How sound those are: as sound as any that end so.</param>
    /// <param name="IsComplete">Whether all of them were seen.</param>
    /// <param name="Reasons">The rules that forbid them, the one with the shortest cycle first.</param>
    public sealed record Forbidden(
        string Model, string Outcome, long Candidates, Soundness Soundness, bool IsComplete, IReadOnlyList<Reason> Reasons) : OutcomeExplanation(Model, Outcome);

    /// <summary>No execution ends so, whatever the model.</summary>
    /// <param name="Model">The model's name.</param>
    /// <param name="Outcome">The outcome.</param>
    /// <param name="Sentence">Why not.</param>
    public sealed record Impossible(string Model, string Outcome, string Sentence) : OutcomeExplanation(Model, Outcome);

    /// <summary>An execution that ends so is allowed.</summary>
    /// <param name="Model">The model's name.</param>
    /// <param name="Outcome">The outcome.</param>
    /// <param name="Execution">The execution, of all the one with the shortest <paramref name="Cycle"/>.</param>
    /// <param name="Cycle">Why it is not sequentially consistent; without edges when it is.</param>
    /// <param name="Sentences">The cycle in words, with what the model does not keep; or the steps of an interleaving.</param>
    public sealed record Allowed(
        string Model, string Outcome, ExecutionGraph Execution, Cycle Cycle, IReadOnlyList<string> Sentences) : OutcomeExplanation(Model, Outcome)
    {
        /// <summary>Whether taking turns shows it, too.</summary>
        public bool IsSequential => Cycle.Edges.Count == 0;

        /// <summary>What to change so that the outcome is forbidden; null when taking turns shows it, or nobody asked.</summary>
        public StrengtheningAdvice? Strengthening { get; init; }
    }

    /// <summary>Not known: a bound cut the search short.</summary>
    /// <param name="Model">The model's name.</param>
    /// <param name="Outcome">The outcome.</param>
    /// <param name="Sentence">Which.</param>
    public sealed record Unknown(string Model, string Outcome, string Sentence) : OutcomeExplanation(Model, Outcome);
}

/// <summary>A rule that forbids executions, and one of these.</summary>
/// <param name="Rule">The check's name (<c>as name</c>).</param>
/// <param name="Kind">What it asks.</param>
/// <param name="Position">Where it stands.</param>
/// <param name="Candidates">How many of the executions it explains.</param>
/// <param name="Execution">The one with the shortest cycle.</param>
/// <param name="Cycle">The cycle.</param>
/// <param name="Sentences">Its edges in words, and the conclusion.</param>
public sealed record Reason(
    string Rule, CheckKind Kind, SourcePosition Position, long Candidates, ExecutionGraph Execution, Cycle Cycle, IReadOnlyList<string> Sentences)
{
    internal Candidate Candidate { get; init; } = null!;

    internal CompiledModel Compiled { get; init; } = null!;
}
