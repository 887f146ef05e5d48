using System.Text.Json;
using System.Text.Json.Serialization;

namespace MemoryModelLab.Cli.Reports;

/// <summary>The JSON form of what <c>list</c>, <c>explain</c> and <c>doctor</c> tell; <c>docs/cli.md</c> describes it.</summary>
internal static class JsonCatalogue
{
    /// <summary>Writes tests and models.</summary>
    public static void Write(string path, IReadOnlyList<TestLine> tests, IReadOnlyList<ModelLine> models) =>
        TextFile.Write(path, JsonSerializer.Serialize(new Catalogue("mml/list/1", tests, models), CatalogueContext.Default.Catalogue) + "\n");

    /// <summary>Writes what this machine can do.</summary>
    public static void Write(string path, Machine machine) =>
        TextFile.Write(path, JsonSerializer.Serialize(machine, CatalogueContext.Default.Machine) + "\n");

    internal sealed record Catalogue(string Schema, IReadOnlyList<TestLine> Tests, IReadOnlyList<ModelLine> Models);

    internal sealed record TestLine(string File, string Name, string Architecture, string? Description, string? Text);

    internal sealed record ModelLine(string Name, string Title, string? Text);

    internal sealed record Machine(
        string Schema, string System, string Processor, int Cores, string Runtime, string? HostModel, bool BindsThreads,
        IReadOnlyList<string> Runs, IReadOnlyList<string> Checks, IReadOnlyList<string> Models,
        bool HardwareThreads, int Sockets, IReadOnlyList<CacheLine> Caches, bool? Virtual, IReadOnlyList<ControlLine> Controls);

    internal sealed record CacheLine(int Level, string Kind, string Size, int SharedBy);

    internal sealed record ControlLine(string Name, long Iterations, long Seen, bool Expected);
}

/// <summary>Serializers made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonCatalogue.Catalogue))]
[JsonSerializable(typeof(JsonCatalogue.Machine))]
internal sealed partial class CatalogueContext : JsonSerializerContext;
