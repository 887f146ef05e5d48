namespace MemoryModelLab.Cli.Explorations;

/// <summary>What is said of an exploration beside its verdict.</summary>
/// <param name="Repair">Of what fails, the orderings that are missing.</param>
/// <param name="Relax">Of what passes, the orderings that are not needed.</param>
/// <param name="Estimate">Beforehand, about how many executions there are.</param>
/// <param name="Graph">Where to draw the execution that fails: a file, or a folder for one a method; null for nowhere.</param>
/// <param name="Checkpoint">Where an exploration that a bound ends is kept, to go on; null for nowhere.</param>
/// <param name="Json">Where to write the results as JSON; null for nowhere.</param>
internal sealed record ExploreReport(bool Repair, bool Relax, bool Estimate, string? Graph, string? Checkpoint, string? Json);
