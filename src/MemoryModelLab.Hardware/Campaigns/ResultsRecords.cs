using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MemoryModelLab.Hardware.MachineCode;

namespace MemoryModelLab.Hardware.Campaigns;

/// <summary>The first line of a results file: what was run, and where.</summary>
/// <param name="Schema"><see cref="CurrentSchema"/>.</param>
/// <param name="Host">The machine.</param>
/// <param name="Tests">All tests of the campaign.</param>
public sealed record ResultsHeader(string Schema, Host Host, IReadOnlyList<TestIdentity> Tests)
{
    /// <summary>The form of the files this program writes and reads.</summary>
    public const string CurrentSchema = "mml/results/1";

    /// <summary>How C# was compiled; null for fully optimised.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<JitMode>))]
    public JitMode? Jit { get; init; }

    /// <summary>How the C# of two campaigns was compiled, where it was not alike, as words: <c>--jit r2r, not tier1</c>; null when it was.</summary>
    public string? JitDifferenceTo(ResultsHeader other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Jit == other.Jit ? null : $"--jit {(Jit ?? JitMode.Tier1).Name()}, not {(other.Jit ?? JitMode.Tier1).Name()}";
    }
}

/// <summary>A test of a campaign.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Architecture">Its dialect.</param>
/// <param name="Hash">Of its content: another test, or the test changed, has another.</param>
public sealed record TestIdentity(string Name, string Architecture, string Hash);

/// <summary>A final state, and how often it was seen.</summary>
/// <param name="State">As states are printed.</param>
/// <param name="Values">The values it consists of, in the order of the test's observed parts.</param>
/// <param name="Count">The iterations that ended in it.</param>
public sealed record OutcomeCount(string State, IReadOnlyList<long> Values, long Count);

/// <summary>A completed batch: every later line of a results file. <see cref="Run"/> and <see cref="Batch"/> together identify it.</summary>
public sealed record BatchRecord
{
    /// <summary>The process that ran it, by a random name.</summary>
    public required string Run { get; init; }

    /// <summary>The batch's number in its campaign, from 1.</summary>
    public required long Batch { get; init; }

    /// <summary>The test's name.</summary>
    public required string Test { get; init; }

    /// <summary>The <see cref="TestIdentity.Hash"/> of the test.</summary>
    public required string Hash { get; init; }

    /// <summary>The <see cref="Campaigns.Host.Id"/> of the machine.</summary>
    public required string Host { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The seed of its random delays.</summary>
    public required int Seed { get; init; }

    /// <summary>How the threads were kept together.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<HardwareMode>))]
    public required HardwareMode Mode { get; init; }

    /// <summary>The parameters that yielded most; null where there were none to choose.</summary>
    public string? Parameters { get; init; }

    /// <summary>How it ended.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<HardwareStatus>))]
    public required HardwareStatus Status { get; init; }

    /// <summary>The iterations of all outcomes.</summary>
    public required long Iterations { get; init; }

    /// <summary>The time the threads ran.</summary>
    public required double Milliseconds { get; init; }

    /// <summary>The time the batch took, compilation and all: what the campaign's budget is charged.</summary>
    public required double Spent { get; init; }

    /// <summary>What was seen, most frequent first; at most <see cref="TestTotals.MostOutcomes"/>.</summary>
    public required IReadOnlyList<OutcomeCount> Outcomes { get; init; }

    /// <summary>The iterations that ended in still other states.</summary>
    public long Others { get; init; }

    /// <summary>The iterations that ended with an exception, which are in no other count; null for none.</summary>
    public HardwareFailure? Failure { get; init; }
}

/// <summary>Serializers made at compile time.</summary>
[JsonSerializable(typeof(ResultsHeader))]
[JsonSerializable(typeof(BatchRecord))]
internal sealed partial class ResultsContext : JsonSerializerContext;

/// <summary>How records are written: a record is a line, and names such as <c>MP+volatile</c> stay readable, for the files are no part of a web page.</summary>
internal static class ResultsJson
{
    private static readonly ResultsContext Context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The first line.</summary>
    public static JsonTypeInfo<ResultsHeader> Header => Context.ResultsHeader;

    /// <summary>Each other line.</summary>
    public static JsonTypeInfo<BatchRecord> Batch => Context.BatchRecord;
}
