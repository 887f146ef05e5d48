namespace MemoryModelLab.Exploration;

/// <summary>How far an exploration is.</summary>
/// <param name="Executions">The executions run.</param>
/// <param name="Done">What has been explored, from 0 to 1, if alternatives that are left are as large as those explored.</param>
/// <param name="Elapsed">The time it took.</param>
public sealed record ExplorationProgress(long Executions, double Done, TimeSpan Elapsed)
{
    /// <summary>How many executions there are, by what is known so far: rough at first, exact in the end.</summary>
    public double Expected => Executions / Math.Max(Done, double.Epsilon);
}
