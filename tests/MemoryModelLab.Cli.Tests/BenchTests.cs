using System.Text.Json;

namespace MemoryModelLab.Cli.Tests;

public sealed class BenchTests
{
    [Fact]
    public void MeasuresTheStoresOfOneWorkload()
    {
        MmlResult result = Mml.Run("bench", "--quick", "--only", "hot key A, 1", "--repetitions", "3", "--json", "-");
        Assert.Equal(0, result.Code);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal("mml/bench/2", json.RootElement.GetProperty("schema").GetString());
        JsonElement[] results = [.. json.RootElement.GetProperty("results").EnumerateArray()];
        Assert.Equal(
            ["ConcurrentDictionary", "ProbingStore", "MutexStore"],
            results.Select(store => store.GetProperty("store").GetString()!));
        Assert.All(results, store => Assert.True(store.GetProperty("value").GetDouble() > 0));
        Assert.Equal(1, results[0].GetProperty("ratio").GetDouble());
    }

    [Fact]
    public void AWorkloadThatIsNoneIsSaidSo()
    {
        MmlResult result = Mml.Run("bench", "--quick", "--only", "nonsense");
        Assert.Equal(64, result.Code);
        Assert.Contains("long 1e3 C, 1 thread", result.Errors, StringComparison.Ordinal);
    }
}
