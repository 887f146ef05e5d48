using System.Globalization;

namespace MemoryModelLab.Cli.Verify;

/// <summary>How stale reads were, in a line, and where some were, their shares.</summary>
internal static class StalenessText
{
    /// <summary>The shares of the reads for which bounds are told.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0.5, 0.9, 0.95, 0.99, 0.999, 1];

    public static IEnumerable<string> Lines(HistoryReport report)
    {
        if (report.Staleness is not { } staleness) yield break;
        string versions = staleness.Versions == staleness.VersionsAtMost ? $"k = {staleness.Versions}" : $"k from {staleness.Versions} to {staleness.VersionsAtMost}";
        string server = staleness.ServerVersions is { } k ? $", {k} in the servers' order" : "";
        string time = staleness.Time is { } t ? t.ToString("N0", CultureInfo.InvariantCulture) : "unknown";
        yield return $"Staleness: {versions} versions{server}; t = {time}";
        if (report.ReadStaleness is not { } reads || reads.ShareWithinTime(0) >= 1) yield break;
        yield return string.Create(CultureInfo.InvariantCulture, $"Of {reads.Reads:N0} reads {100 * reads.ShareWithinTime(0):0.##} % were not stale; within these bounds were at most");
        yield return $"  {"reads",7}  {"k",6}  t";
        foreach (double share in Shares) yield return string.Create(CultureInfo.InvariantCulture, $"  {100 * share,5:0.#} %  {reads.Versions(share),6}  {reads.Time(share):N0}");
    }
}
