namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>An exploration found an execution that fails, or could not explore all.</summary>
#pragma warning disable CA1032 // always has a result
public sealed class ExplorationException(InstrumentedResult result) : Exception(Describe(result))
#pragma warning restore CA1032
{
    /// <summary>The result.</summary>
    public InstrumentedResult Result => result;

    private static string Describe(InstrumentedResult result) => result.Exploration.Failures is [var failure, ..]
        ? $"{failure.Kind}: {failure.Message} (execution {result.Exploration.Complete + result.Exploration.Blocked + 1}, under {result.Exploration.Model})\n{SourceColumns.Of(failure.Execution)}{(failure.Missing is { } missing ? $"missing: {missing}\n" : "")}"
        : $"inconclusive: {result.Exploration.WhyInconclusive}; {result.Exploration.Complete} executions explored under {result.Exploration.Model}{(result.Exploration.NotExplored is { } never ? $"; {never}" : "")}";
}
