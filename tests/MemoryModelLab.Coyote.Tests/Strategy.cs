using Microsoft.Coyote;

namespace MemoryModelLab.Coyote.Tests;

/// <summary>A strategy that chooses which operation goes on at each scheduling point.</summary>
/// <param name="Name">The name, as the command line of Coyote has it.</param>
/// <param name="Choose">Sets it.</param>
public sealed record Strategy(string Name, Func<Configuration, Configuration> Choose)
{
    /// <summary>Random walks; priorities that change up to ten times; and going on with three chances in four, in the mean.</summary>
    public static IReadOnlyList<Strategy> All { get; } =
    [
        new("random", configuration => configuration.WithRandomStrategy()),
        new("prioritization", configuration => configuration.WithPrioritizationStrategy(isFair: false, priorityChangeBound: 10)),
        new("fair-prioritization", configuration => configuration.WithPrioritizationStrategy(isFair: true, priorityChangeBound: 10)),
        new("probabilistic", configuration => configuration.WithProbabilisticStrategy(probabilityLevel: 2)),
    ];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
