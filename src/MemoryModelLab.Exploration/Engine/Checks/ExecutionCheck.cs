namespace MemoryModelLab.Exploration.Engine.Checks;

/// <summary>Looks in an execution for what may be wrong although nothing was thrown.</summary>
internal abstract class ExecutionCheck
{
    /// <summary>What is wrong in an execution; null when nothing is.</summary>
    public abstract Violation? Find(ExecutionGraph graph, LocationTable locations);

    /// <summary>The checks that are asked for.</summary>
    public static ExecutionCheck[] Of(ExecutionChecks checks, int width)
    {
        List<ExecutionCheck> all = [];
        if (checks.HasFlag(ExecutionChecks.DataRaces)) all.Add(new DataRaces(width));
        if (checks.HasFlag(ExecutionChecks.TornReads)) all.Add(new TornReads());
        if (checks.HasFlag(ExecutionChecks.RecycledValues)) all.Add(new RecycledValues());
        return [.. all];
    }
}
