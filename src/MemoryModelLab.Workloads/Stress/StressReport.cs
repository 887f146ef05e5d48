namespace MemoryModelLab.Workloads.Stress;

/// <summary>What stress on one store found.</summary>
/// <param name="Store">The store's name.</param>
/// <param name="Stores">How many new stores were put under stress.</param>
/// <param name="Operations">How many operations were done and checked.</param>
/// <param name="Undecided">The keys whose operations were too many to be judged.</param>
/// <param name="Time">How long it took.</param>
/// <param name="Seed">The seed of the last store: it decides what is asked, not when it runs.</param>
/// <param name="Violation">What was wrong, or null.</param>
public sealed record StressReport(string Store, int Stores, long Operations, int Undecided, TimeSpan Time, int Seed, StressViolation? Violation)
{
    /// <summary>This report and a later one on the same store.</summary>
    public StressReport With(StressReport later) => new(
        Store, Stores + later.Stores, Operations + later.Operations, Undecided + later.Undecided, Time + later.Time, later.Seed, Violation ?? later.Violation);
}
