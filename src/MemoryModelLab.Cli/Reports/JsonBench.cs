using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Cli.Reports;

/// <summary>The JSON form of what <c>bench</c> measured; <c>docs/cli.md</c> describes it.</summary>
internal static class JsonBench
{
    /// <summary>Writes the results.</summary>
    public static void Write(string path, IReadOnlyList<QuickResult> results)
    {
        var report = new Report(
            "mml/bench/2", Environment.ProcessorCount, RuntimeInformation.ProcessArchitecture.ToString(), RuntimeInformation.FrameworkDescription, results);
        TextFile.Write(path, JsonSerializer.Serialize(report, BenchContext.Default.Report) + "\n");
    }

    internal sealed record Report(string Schema, int Cores, string Processor, string Runtime, IReadOnlyList<QuickResult> Results);
}

/// <summary>Serializers made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonBench.Report))]
internal sealed partial class BenchContext : JsonSerializerContext;
