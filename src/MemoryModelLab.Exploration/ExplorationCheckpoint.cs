using System.Text.Json;
using System.Text.Json.Serialization;

namespace MemoryModelLab.Exploration;

/// <summary>Where an exploration that a bound ended can be taken up again: what is left, and what was counted so far.</summary>
/// <param name="Version">The version of this format.</param>
/// <param name="Model">The memory model.</param>
/// <param name="Complete">Complete executions so far.</param>
/// <param name="Blocked">Blocked executions so far.</param>
/// <param name="CutShort">Executions cut short so far.</param>
/// <param name="Failed">Failed executions so far.</param>
/// <param name="Left">The parts of the search that are left, as the alternatives to take from the beginning.</param>
public sealed record ExplorationCheckpoint(
    int Version, MemoryModelKind Model, long Complete, long Blocked, long CutShort, long Failed, IReadOnlyList<IReadOnlyList<int>> Left)
{
    /// <summary>The version written by this library.</summary>
    public const int CurrentVersion = 2;

    /// <summary>Graphs left out so far by a bound on preemptions.</summary>
    public long Pruned { get; init; }

    /// <summary>Whether threads of the same code were explored once.</summary>
    public bool Symmetry { get; init; }

    /// <summary>Who started the threads beyond the first, by parent and how many it had started before, in the order of their numbers.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Children { get; init; } = [];

    /// <summary>What else was looked for.</summary>
    public ExecutionChecks Checks { get; init; }

    /// <summary>The bound on preemptions.</summary>
    public int? Preemptions { get; init; }

    /// <summary>The bound on a thread's operations.</summary>
    public int MaxOperations { get; init; }

    /// <summary>Of rewritten code: the method, and what it was given.</summary>
    public string? Method { get; init; }

    /// <summary>Of rewritten code: the builds of the assemblies that were rewritten, and of the explorer, by name.</summary>
    public IReadOnlyDictionary<string, Guid> Builds { get; init; } = new Dictionary<string, Guid>();

    /// <summary>Of rewritten code: the fields whose accesses are events, by hash.</summary>
    public IReadOnlyList<int> Shared { get; init; } = [];

    private static readonly JsonSerializerOptions Format = new() { Converters = { new JsonStringEnumConverter<MemoryModelKind>(), new JsonStringEnumConverter<ExecutionChecks>() } };

    /// <summary>The checkpoint as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>Fails unless an exploration with these options visits the same graphs in the same order.</summary>
    /// <exception cref="CheckpointException">It does not.</exception>
    internal void Demand(ExplorationOptions options)
    {
        if (Model != options.Model)
            throw new CheckpointException($"it is of an exploration under {Model}, not under {options.Model}");
        if (Checks != options.Checks)
            throw new CheckpointException($"it is of an exploration that looked for {Checks}, not for {options.Checks}");
        if (Preemptions != options.Preemptions)
            throw new CheckpointException($"it is of an exploration with {Bound(Preemptions)} preemptions, not with {Bound(options.Preemptions)}");
        if (MaxOperations != options.MaxOperations)
            throw new CheckpointException($"it is of an exploration with {MaxOperations} operations a thread, not with {options.MaxOperations}");

        static string Bound(int? most) => most is { } number ? $"at most {number}" : "any number of";
    }

    /// <summary>The checkpoint in a JSON text.</summary>
    /// <exception cref="FormatException">It is none, or of a version this library does not know.</exception>
    public static ExplorationCheckpoint Parse(string json)
    {
        try
        {
            var checkpoint = JsonSerializer.Deserialize<ExplorationCheckpoint>(json, Format);
            if (checkpoint is not { Version: CurrentVersion, Left: not null, Children: not null, Shared: not null, Builds: not null }
                || checkpoint.Left.Any(part => part is null || part.Any(number => number < 0))
                || checkpoint.Children.Any(child => child is not { Count: 2 }))
                throw new FormatException($"not a checkpoint of version {CurrentVersion}");
            return checkpoint;
        }
        catch (JsonException error)
        {
            throw new FormatException($"not a checkpoint: {error.Message}", error);
        }
    }
}
