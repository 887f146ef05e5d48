using System.Globalization;
using MemoryModelLab.Exploration;
using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Reports;

namespace MemoryModelLab.Cli.Explorations;

/// <summary>An execution that fails, in lines: what fails, what each thread did, and what is missing.</summary>
internal static class FailureText
{
    /// <summary>The lines.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="width">How wide they may get.</param>
    public static IEnumerable<string> Of(ExplorationFailure failure, int width)
    {
        foreach (string line in Lines(failure.Summary)) yield return line;
        foreach (int number in failure.Involved) yield return $"  {Access(failure.Execution, number)}";
        if (SourceColumns.Of(failure.Execution, width) is { Length: > 0 } columns)
        {
            yield return "";
            foreach (string line in Lines(columns)) yield return line;
            yield return "";
        }

        if (failure.Missing is { } missing) yield return $"missing: {missing}";
    }

    /// <summary>A number of executions, of a kind.</summary>
    public static string Executions(long count, string kind = "") => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {kind}execution{(count == 1 ? "" : "s")}");

    private static string Access(ExecutionReport execution, int number) =>
        $"thread {execution.Events[number].Thread}: {SourceColumns.Line(execution.Events[number], execution)}";

    private static IEnumerable<string> Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => line.TrimEnd());
}
