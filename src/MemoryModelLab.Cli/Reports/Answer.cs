using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Explanation;

namespace MemoryModelLab.Cli.Reports;

/// <summary>What one model says of a test.</summary>
internal sealed record Answer(string Model, CheckResult Result)
{
    /// <summary>Whether all executions were seen: what was not found is forbidden.</summary>
    public bool IsExhaustive => Result is { Complete: true, LoopBoundReached: false };

    /// <summary>Whether an execution ends as the condition asks; for <c>forall</c>, as it excludes.</summary>
    public bool AllowsAskedOutcome => Result.Quantifier == Quantifier.Forall ? Result.Negative > 0 : Result.Positive > 0;

    /// <summary>Whether the condition's verdict stands whatever was left out: one execution proves an <c>exists</c> and refutes the others.</summary>
    public bool IsDecided => IsExhaustive || AllowsAskedOutcome;

    /// <summary><c>Ok</c> when the condition holds, <c>No</c> when not, <c>?</c> when executions were left out that may decide it.</summary>
    public string Verdict => IsDecided ? VerdictWithinBound : "?";

    /// <summary>The verdict of the executions that were seen, as herd gives it.</summary>
    public string VerdictWithinBound => Result.ConditionHolds ? "Ok" : "No";
}

/// <summary>A test, what the models say of it, and what this machine did; or why the test could not be read.</summary>
internal sealed record TestReport(string Path)
{
    public string? Error { get; init; }

    public LitmusTest? Test { get; init; }

    public LitmusProgram? Program { get; init; }

    public IReadOnlyList<Answer> Answers { get; init; } = [];

    public Observed? Hardware { get; init; }

    /// <summary>Why the test did not run on this machine; null when it did, or was not asked to.</summary>
    public string? NotRun { get; init; }

    /// <summary>Why no model was asked, of a test that only runs; null for all others.</summary>
    public string? NotChecked { get; init; }

    /// <summary>The outcomes, or the most telling ones where there are very many.</summary>
    public IReadOnlyList<Outcome> Outcomes { get; init; } = [];

    /// <summary>How many outcomes are not among <see cref="Outcomes"/>.</summary>
    public int OmittedOutcomes { get; init; }

    /// <summary>Why the models allow or forbid the outcomes asked about, when that was asked.</summary>
    public IReadOnlyList<OutcomeExplanation> Explanations { get; init; } = [];

    /// <summary>What a picture is to show, when one was asked for and the test asks about an outcome.</summary>
    public OutcomeExplanation? Drawn { get; init; }

    /// <summary>What two models say differently, when that was asked.</summary>
    public ModelDifference? Difference { get; init; }

    /// <summary>What else is to be known, as sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The outcomes that should not be, as sentences.</summary>
    public IReadOnlyList<string> Violations { get; init; } = [];

    public bool IsConclusive => Error is null && Answers.All(a => a.Result.Complete && a.IsDecided) && Hardware is null or { IsComplete: true };

    public string Name => Test?.Name ?? System.IO.Path.GetFileNameWithoutExtension(Path);
}

/// <summary>A run on this machine.</summary>
internal sealed record Observed(long Iterations, long Positive, TimeSpan Elapsed, IReadOnlyList<string> Notes, bool IsComplete)
{
    /// <summary>Seeds what is random in a run.</summary>
    public required int Seed { get; init; }

    /// <summary>The parameters that yielded most; null where none were searched.</summary>
    public string? Parameters { get; init; }

    /// <summary>When the condition's proposition first held; null when it never did, or the run did not say.</summary>
    public TimeSpan? First { get; init; }

    /// <summary>The runs this is the sum of.</summary>
    public IReadOnlyList<Repetition> Repetitions { get; init; } = [];

    /// <summary>Iterations a second.</summary>
    public double Rate => Iterations / Math.Max(Elapsed.TotalSeconds, 1e-9);

    /// <summary>Iterations a second that satisfy the condition's proposition.</summary>
    public double PositiveRate => Positive / Math.Max(Elapsed.TotalSeconds, 1e-9);

    /// <summary>
    /// What never happened in n trials happens, with 95 % confidence, in fewer than 3/n of them (the rule of three), if one trial says nothing
    /// of the next; null when it did happen, or nothing was tried.
    /// </summary>
    public double? UpperBound => Positive == 0 && Iterations > 0 ? Math.Min(1, 3.0 / Iterations) : null;

    /// <summary>How often the condition's proposition held.</summary>
    public Observation Observation => Positive == 0 ? Observation.Never : Positive == Iterations ? Observation.Always : Observation.Sometimes;
}
