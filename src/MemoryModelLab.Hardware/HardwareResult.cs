namespace MemoryModelLab.Hardware;

/// <summary>How a run on the machine ended.</summary>
public enum HardwareStatus
{
    /// <summary>The time or the iterations asked for were used up.</summary>
    Completed,

    /// <summary>It was cancelled; what was counted before stands.</summary>
    Cancelled,

    /// <summary>A thread did not come back from its body; what was counted in the batches before stands.</summary>
    Stuck,
}

/// <summary>A final state and how often it was observed.</summary>
/// <param name="Values">One value for each of the program's <c>Observed</c>, in their order; a reference is its object's address in the program.</param>
/// <param name="Count">The number of iterations that ended in it.</param>
public sealed record HardwareOutcome(IReadOnlyList<long> Values, long Count);

/// <summary>What a test did on this machine.</summary>
public sealed record HardwareResult
{
    /// <summary>How the run ended; anything but <see cref="HardwareStatus.Completed"/> makes an absence of outcomes inconclusive.</summary>
    public required HardwareStatus Status { get; init; }

    /// <summary>The outcomes, most frequent first.</summary>
    public required IReadOnlyList<HardwareOutcome> Outcomes { get; init; }

    /// <summary>The number of iterations counted in <see cref="Outcomes"/>.</summary>
    public required long Iterations { get; init; }

    /// <summary>The wall time of the run, compilation not included.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The logical processors the threads ran on, one a thread unless they took turns; empty when this system does not bind threads.</summary>
    public required IReadOnlyList<int> Cores { get; init; }

    /// <summary>The parameters of the run that yielded most; null where there are none to choose.</summary>
    public string? Parameters { get; init; }

    /// <summary>How long it took until the condition's proposition first held; null where it did not, or that was not measured.</summary>
    public TimeSpan? FirstSatisfied { get; init; }

    /// <summary>The iterations that are not counted, for the test's code ended with an exception; null when there were none.</summary>
    public HardwareFailure? Failure { get; init; }

    /// <summary>What a reader must know to judge the numbers, as sentences.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>Iterations in which a test's code ended with an exception.</summary>
/// <param name="Iterations">How many.</param>
/// <param name="Last">The last of the exceptions, as words.</param>
public sealed record HardwareFailure(long Iterations, string Last)
{
    /// <summary>Both together.</summary>
    public static HardwareFailure? Sum(HardwareFailure? left, HardwareFailure? right) => left is null || right is null ? left ?? right : right with { Iterations = left.Iterations + right.Iterations };
}
