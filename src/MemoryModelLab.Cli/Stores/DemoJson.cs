using System.Text.Json;
using System.Text.Json.Serialization;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Workloads.Demo;

namespace MemoryModelLab.Cli.Stores;

/// <summary>The JSON form of the demonstration; <c>docs/cli.md</c> describes it.</summary>
internal static class DemoJson
{
    public static void Write(string path, DemoResult result)
    {
        History history = result.History;
        var document = new Document(
            "mml/demo/1",
            result.Store,
            [.. result.Delays.Updates.Select(delay => delay.TotalMilliseconds)],
            [.. result.Delays.Reads.Select(delay => delay.TotalMilliseconds)],
            [.. history.Operations.ToArray().Select(o => new Call(
                o.Id, history.Clients[o.Client], o.Kind == OperationKind.Read ? "read" : "write", history.Keys[o.Key], history.Text(o.Value), o.Invocation, o.Response, o.IsFinal))],
            result.Final.ToDictionary(),
            result.Linearizable.Judgement.ToString().ToLowerInvariant(),
            result.Linearizable.Reason,
            result.Linearizable.Witness?.Select(i => history.Operations[i].Id).ToArray());
        TextFile.Write(path, JsonSerializer.Serialize(document, DemoContext.Default.Document) + "\n");
    }

    internal sealed record Document(
        string Schema, string Store, double[] UpdateDelays, double[] ReadDelays, IReadOnlyList<Call> Operations, IReadOnlyDictionary<string, string> Final,
        string Linearizable, string? Reason, IReadOnlyList<long>? Linearization);

    internal sealed record Call(long Id, string Client, string Kind, string Key, string Value, long From, long To, bool IsFinal);
}

/// <summary>Serializers made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DemoJson.Document))]
internal sealed partial class DemoContext : JsonSerializerContext;
