using MemoryModelLab.Litmus.Conditions;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>How often the final condition's proposition holds over the allowed executions, in herd's words.</summary>
public enum Observation
{
    /// <summary>In no execution.</summary>
    Never,

    /// <summary>In some, not in all.</summary>
    Sometimes,

    /// <summary>In every execution.</summary>
    Always,
}

/// <summary>What a model says of a test.</summary>
public sealed record CheckResult
{
    /// <summary>The final states that pass the filter, in the order of their values.</summary>
    public required IReadOnlyList<FinalState> States { get; init; }

    /// <summary>Allowed executions whose final state satisfies the proposition.</summary>
    public required long Positive { get; init; }

    /// <summary>Allowed executions whose final state does not.</summary>
    public required long Negative { get; init; }

    /// <summary>The quantifier of the test's condition; <see cref="Quantifier.Exists"/> when it has none.</summary>
    public required Quantifier Quantifier { get; init; }

    /// <summary>The names of the model's flags that an allowed execution raises, sorted.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>Whether executions were left out because a loop went round more often than the bound.</summary>
    public required bool LoopBoundReached { get; init; }

    /// <summary>False when a bound or a cancellation ended the search: what was not found may exist.</summary>
    public required bool Complete { get; init; }

    /// <summary>The decisions the search took.</summary>
    public required long SearchNodes { get; init; }

    /// <summary>The time the check took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The number of allowed executions.</summary>
    public long Executions => Positive + Negative;

    /// <summary>Whether the condition holds (herd's <c>Ok</c>).</summary>
    public bool ConditionHolds => Quantifier switch
    {
        Quantifier.Exists => Positive > 0,
        Quantifier.NotExists => Positive == 0,
        _ => Negative == 0,
    };

    /// <summary>How often the proposition holds.</summary>
    public Observation Observation => Positive == 0 ? Observation.Never : Negative == 0 ? Observation.Always : Observation.Sometimes;
}
