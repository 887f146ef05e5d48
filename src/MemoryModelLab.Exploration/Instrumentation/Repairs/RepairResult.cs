namespace MemoryModelLab.Exploration.Instrumentation.Repairs;

/// <summary>The orderings a program lacks, or does not need.</summary>
public sealed record RepairResult
{
    /// <summary>What came of looking for them.</summary>
    public required RepairOutcome Outcome { get; init; }

    /// <summary>The changes, to be made all together.</summary>
    public required IReadOnlyList<Change> Changes { get; init; }

    /// <summary>Whether no others cost less on Arm64, or, of orderings that are left out, save more.</summary>
    public required bool IsCheapest { get; init; }

    /// <summary>The exploration of the program with the changes: no execution fails; where it is not passed, not all could be explored.</summary>
    public required InstrumentedResult? Changed { get; init; }

    /// <summary>How many programs with changes were explored, most of them only up to the first failure.</summary>
    public required int Explorations { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }
}
