namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>An exploration found an execution that fails, or could not explore all.</summary>
#pragma warning disable CA1032 // always has a result
public sealed class ExplorationException(InstrumentedResult result) : Exception(Describe(result))
#pragma warning restore CA1032
{
    /// <summary>The result.</summary>
    public InstrumentedResult Result => result;

    private static string Describe(InstrumentedResult result)
    {
        ExplorationResult found = result.Exploration;
        if (found.Failures is not [var failure, ..])
            return $"inconclusive: {found.WhyInconclusive}; {found.Complete} executions explored under {found.Model}{(found.NotExplored is { } never ? $"; {never}" : "")}";
        string[] lines =
        [
            failure.Summary,
            $"in execution {found.Complete + found.Blocked + found.CutShort + 1} under {found.Model}:",
            .. failure.Involved.Select(number => $"thread {failure.Execution.Events[number].Thread}: {SourceColumns.Line(failure.Execution.Events[number], failure.Execution)}"),
            "",
            SourceColumns.Of(failure.Execution),
            .. failure.Missing is { } missing ? new[] { $"missing: {missing}" } : [],
            $"replay:  {nameof(ExplorationOptions)}.{nameof(ExplorationOptions.Replay)} = \"{failure.Replay}\" runs it again",
        ];
        return string.Join(Environment.NewLine, lines);
    }
}
