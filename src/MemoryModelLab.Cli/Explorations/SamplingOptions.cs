using System.CommandLine;
using MemoryModelLab.Exploration;

namespace MemoryModelLab.Cli.Explorations;

/// <summary>The options that have executions drawn at random.</summary>
internal sealed class SamplingOptions
{
    private const int DefaultDepth = 3;

    private readonly Option<long?> random = new("--random") { Description = "Draw that many executions at random instead of exploring all; without a failure inconclusive" };
    private readonly Option<long?> pct = new("--pct") { Description = "Draw that many executions, threads by priorities that rarely change (PCT); without a failure inconclusive" };
    private readonly Option<int?> depth = new("--depth") { Description = $"How many ordered events a fault is taken to need, for --pct ({DefaultDepth})" };
    private readonly Option<long> seed = new("--seed") { Description = "The seed of --random and --pct (1)", DefaultValueFactory = _ => 1 };

    /// <summary>All of them.</summary>
    public Option[] All => [random, pct, depth, seed];

    /// <summary>What they ask for; null for all executions.</summary>
    /// <exception cref="UsageException">They contradict each other.</exception>
    public ExplorationSampling? Of(ParseResult parsed)
    {
        (long? walks, long? byPriority, int? ordered) = (parsed.GetValue(random), parsed.GetValue(pct), parsed.GetValue(depth));
        if (walks is not null && byPriority is not null) throw new UsageException("--random and --pct are two ways to draw executions; give one of them");
        if (ordered is not null && byPriority is null) throw new UsageException("--depth is of --pct, which is not given");
        if (ordered is < 1 or > 100) throw new UsageException("--depth: expected a number from 1 to 100");
        if (walks is < 1 || byPriority is < 1) throw new UsageException($"{(walks is null ? "--pct" : "--random")}: expected a number above 0");
        if ((walks ?? byPriority) is not { } count) return null;
        return new ExplorationSampling(count) { Seed = parsed.GetValue(seed), Depth = walks is null ? ordered ?? DefaultDepth : null };
    }
}
