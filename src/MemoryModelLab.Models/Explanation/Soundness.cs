namespace MemoryModelLab.Models.Explanation;

/// <summary>
/// What holds of executions whatever is between different locations. A forbidden outcome is explained by the soundest executions that end in
/// it: that one which makes a nonsense of one location is forbidden says little of the outcome.
/// </summary>
public enum Soundness
{
    /// <summary>Each location has one order that its thread's accesses agree with, and atomic operations are atomic.</summary>
    Atomic,

    /// <summary>Each location has one order that its thread's accesses agree with.</summary>
    Coherent,

    /// <summary>Reads return what some write of the location writes.</summary>
    Any,
}
