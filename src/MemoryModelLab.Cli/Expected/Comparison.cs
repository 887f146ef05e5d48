using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Expected;

/// <summary>One recorded answer beside ours.</summary>
/// <param name="Test">The test's file.</param>
/// <param name="Answer">Our answer; null when the test could not be read.</param>
/// <param name="Difference">What differs, in one line; null when nothing.</param>
/// <param name="CountDifference">How the numbers of executions differ; null when they do not.</param>
/// <param name="IsInconclusive">Whether our answer was cut short.</param>
internal sealed record Comparison(string Test, Answer? Answer, string? Difference, string? CountDifference, bool IsInconclusive)
{
    private const int MostStatesShown = 4;

    /// <summary>Compares states (where recorded), verdict, observation and counts.</summary>
    public static Comparison Of(ManifestEntry entry, LitmusProgram program, Answer answer)
    {
        CheckResult ours = answer.Result;
        var differences = new List<string>();
        if (!ours.Complete) differences.Add("inconclusive: cut short");
        string verdict = answer.VerdictWithinBound;
        if (entry.Verdict is { } v && ours.Complete && v != verdict) differences.Add($"verdict {verdict}, recorded {v}");
        if (entry.Observation is { } o && ours.Complete && o != ours.Observation.ToString()) differences.Add($"observation {ours.Observation}, recorded {o}");
        if (entry.StatesCount is { } n && ours.Complete && n != ours.States.Count) differences.Add($"{ours.States.Count} states, recorded {n}");
        if (entry.States is { } states && ours.Complete)
        {
            // A test that asks for nothing has one final state, and that prints as nothing.
            HashSet<string> recorded = [.. states], found = [.. ours.States.Select(s => s.Text).Where(s => s.Length > 0)];
            Append(differences, "missing", recorded.Where(s => !found.Contains(s)));
            Append(differences, "extra", found.Where(s => !recorded.Contains(s)));
        }

        bool counts = (entry.Positive is { } p && p != ours.Positive) || (entry.Negative is { } m && m != ours.Negative);
        string at = $"{entry.File} under {answer.Model}";
        return new Comparison(
            entry.File,
            answer,
            differences.Count > 0 ? $"DIFFERS {at}: {string.Join("; ", differences)}" : null,
            counts ? $"COUNTS {at}: {ours.Positive} positive and {ours.Negative} negative executions, recorded {entry.Positive} and {entry.Negative}" : null,
            !ours.Complete);
    }

    /// <summary>A test that could not be read.</summary>
    public static Comparison Unreadable(ManifestEntry entry, string why) => new(entry.File, null, $"DIFFERS {entry.File} under {entry.Model}: {why}", null, false);

    private static void Append(List<string> differences, string what, IEnumerable<string> states)
    {
        string[] all = [.. states];
        if (all.Length == 0) return;
        string more = all.Length > MostStatesShown ? $" and {all.Length - MostStatesShown} more" : "";
        differences.Add($"{what} {string.Join(" | ", all.Take(MostStatesShown))}{more}");
    }
}
