using MemoryModelLab.Litmus.Conditions;

namespace MemoryModelLab.Litmus;

/// <summary>A litmus test as it was written: the tree that is parsed and printed (parse ∘ print = identity).</summary>
public sealed record LitmusTest
{
    /// <summary>The language of the thread bodies.</summary>
    public required Architecture Architecture { get; init; }

    /// <summary>The test's name, the rest of the first line.</summary>
    public required string Name { get; init; }

    /// <summary>The quoted sentence under the name, without its quotes; null when there is none.</summary>
    public string? Description { get; init; }

    /// <summary>The <c>Key=value</c> lines of the header, in file order.</summary>
    public EquatableList<KeyValuePair<string, string>> Info { get; init; } = [];

    /// <summary>The initial state, in file order. What it does not mention is 0.</summary>
    public EquatableList<InitialValue> Init { get; init; } = [];

    /// <summary>The thread bodies, in order; each is the type of its dialect.</summary>
    public required EquatableList<ThreadBody> Threads { get; init; }

    /// <summary>Locations and registers to print beside those of the condition (the <c>locations</c> clause).</summary>
    public EquatableList<LocationsItem> Locations { get; init; } = [];

    /// <summary>Executions that do not satisfy this are left out (the <c>filter</c> clause); null when there is none.</summary>
    public Proposition? Filter { get; init; }

    /// <summary>The final condition; null when the test has none.</summary>
    public Condition? Condition { get; init; }

    /// <summary>Per-outcome expectations, in file order (ours; herd's files have none).</summary>
    public EquatableList<Expectation> Expectations { get; init; } = [];
}

/// <summary>A thread's body as its dialect parsed it.</summary>
/// <param name="Name">The thread's name, <c>P0</c>, <c>P1</c>, …</param>
public abstract record ThreadBody(string Name);
