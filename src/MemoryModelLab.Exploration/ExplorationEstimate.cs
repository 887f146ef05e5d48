namespace MemoryModelLab.Exploration;

/// <summary>How many executions an exploration would run, estimated by following some of its branches at random.</summary>
/// <param name="Executions">The mean over the probes; its expectation is the true number.</param>
/// <param name="StandardError">The standard error of that mean. Where executions hide in rare branches, both are too small.</param>
/// <param name="Probes">How many branches were followed.</param>
public sealed record ExplorationEstimate(double Executions, double StandardError, int Probes);
