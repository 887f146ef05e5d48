using System.Text.Json;
using System.Text.Json.Serialization;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Generation;

namespace MemoryModelLab.Cli.Reports;

/// <summary>The JSON form of what <c>generate</c> makes; <c>docs/cli.md</c> describes it.</summary>
internal static class JsonGenerated
{
    /// <summary>Writes the tests, or only their number.</summary>
    public static void Write(string path, Architecture architecture, long count, IReadOnlyList<Test>? tests) => TextFile.Write(
        path, JsonSerializer.Serialize(new Report("mml/generate/1", architecture.ToString(), count, tests), GeneratedContext.Default.Report) + "\n");

    internal sealed record Report(string Schema, string Architecture, long Count, IReadOnlyList<Test>? Tests);

    internal sealed record Test(string Name, string Cycle, int Threads, int Accesses, string? File, string? Text)
    {
        public static Test Of(Cycle cycle, string? file, bool withText) => new(
            cycle.Name, cycle.ToString(), cycle.Threads.Count, cycle.AccessCount, file, withText ? LitmusPrinter.Print(CycleGenerator.Generate(cycle)) : null);
    }
}

/// <summary>Serializers made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonGenerated.Report))]
internal sealed partial class GeneratedContext : JsonSerializerContext;
