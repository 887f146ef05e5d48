namespace MemoryModelLab.Workloads.Stress;

/// <summary>What the keys of stores under stress are.</summary>
public enum StressKeys
{
    /// <summary>Numbers.</summary>
    Numbers,

    /// <summary>Texts of several lengths, a new object each time.</summary>
    Texts,
}
