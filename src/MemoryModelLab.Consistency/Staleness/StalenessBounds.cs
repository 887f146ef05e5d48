namespace MemoryModelLab.Consistency.Staleness;

/// <summary>How stale reads were, at the least that explains a history.</summary>
/// <param name="Versions">The smallest k such that every read returns one of the last k writes: at least this. 1 is not stale at all.</param>
/// <param name="VersionsAtMost">The same, at most this; equal where k is known.</param>
/// <param name="Time">The smallest t such that every read returns what was current at some instant at most t before its invocation, or later; null when that is not known.</param>
/// <param name="ServerVersions">The k for the order the servers recorded; null where they recorded none.</param>
public sealed record StalenessBounds(int Versions, int VersionsAtMost, long? Time, int? ServerVersions);
