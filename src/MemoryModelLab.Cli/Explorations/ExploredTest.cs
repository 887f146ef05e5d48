using System.Text.Json.Serialization;
using MemoryModelLab.Exploration;
using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Instrumentation.Repairs;

namespace MemoryModelLab.Cli.Explorations;

/// <summary>What was found of a method, as the JSON report has it.</summary>
internal sealed record ExploredTest(
    string Name, string Verdict, long Complete, long Blocked, double Seconds, string? Failure, IReadOnlyList<string>? Execution, IReadOnlyList<string> Opaque,
    IReadOnlyList<string> Shared, IReadOnlyList<string>? Changes, string? Replay, string? Why = null, string? Missing = null)
{
    /// <summary>What came of looking for orderings; null where nobody looked.</summary>
    [JsonIgnore]
    public RepairResult? Repair { get; init; }

    /// <summary>Of a failure: whether threads only interleave in it, so that orderings are not what is wrong.</summary>
    [JsonIgnore]
    public bool IsInterleaving { get; init; }

    /// <summary>What came of looking for orderings, in a word, and whether the changes are the cheapest there are.</summary>
    public string? Orderings => Repair is null ? null : $"{char.ToLowerInvariant(Repair.Outcome.ToString()[0])}{Repair.Outcome.ToString()[1..]}";

    /// <summary>Of changes: whether none cost less, or save more.</summary>
    public bool? IsCheapest => Repair?.IsCheapest;

    /// <summary>A method that was explored.</summary>
    public static ExploredTest Of(string name, InstrumentedResult result, RepairResult? changes)
    {
        ExplorationResult found = result.Exploration;
        ExplorationFailure? failure = found.Failures.Count > 0 ? found.Failures[0] : null;
        return new ExploredTest(
            name, found.Verdict.ToString().ToLowerInvariant(), found.Complete, found.Blocked, Math.Round(found.Elapsed.TotalSeconds, 3),
            failure?.Summary,
            failure is null ? null : [.. failure.Execution.Events.Select(e => $"thread {e.Thread}: {SourceColumns.Line(e, failure.Execution)}")],
            [.. result.OpaqueCalls.Select(site => site.Member)], result.Shared, changes is null ? null : [.. changes.Changes.Select(change => change.ToString())], failure?.Replay, found.WhyInconclusive, failure?.Missing)
        {
            Repair = changes,
            IsInterleaving = failure?.Unkept is { Count: 0 },
        };
    }

    /// <summary>A method that cannot be explored.</summary>
    public static ExploredTest NotExplored(string name, string why) => new(name, "unsupported", 0, 0, 0, why, null, [], [], null, null);
}
