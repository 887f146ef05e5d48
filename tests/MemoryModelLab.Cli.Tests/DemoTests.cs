using System.Text.Json;

namespace MemoryModelLab.Cli.Tests;

public sealed class DemoTests
{
    [Fact]
    public void TellsWhatWasReadTheFinalStateAndTheOrder()
    {
        MmlResult result = Mml.Run("demo", "kv", "--store", "left-right");
        Assert.Equal(0, result.Code);
        Assert.Contains("Store: left-right", result.Lines);
        Assert.Contains(result.Lines, line => line is "Read name: Alice" or "Read name: Bob");
        Assert.Contains(result.Lines, line => line is "Read age: 30" or "Read age: 35");
        Assert.Contains("  name: Bob", result.Lines);
        Assert.Contains("  age: 35", result.Lines);
        Assert.Contains("Linearizable: this order keeps real time, and every read in it returns the latest write.", result.Lines);
        Assert.Equal(8, result.Lines.Count(line => line.EndsWith(" ms", StringComparison.Ordinal)));
        Assert.StartsWith("Next: ", result.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void JsonHasTheOrder()
    {
        MmlResult result = Mml.Run("demo", "kv", "--seed", "7", "--json", "-");
        Assert.Equal(0, result.Code);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal("mml/demo/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal("satisfied", json.RootElement.GetProperty("linearizable").GetString());
        Assert.Equal(8, json.RootElement.GetProperty("linearization").GetArrayLength());
        Assert.Equal("Bob", json.RootElement.GetProperty("final").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("queue", "Slot.Number volatile")]
    [InlineData("stealing", "Interlocked.MemoryBarrier() after the write of _head")]
    [InlineData("lock", "write of _isInside volatile")]
    public void ABugOfArm64IsFoundAndRepaired(string bug, string repair)
    {
        MmlResult result = Mml.Run("demo", "explore", "--bug", bug);
        Assert.Equal(0, result.Code);
        Assert.Contains(result.Lines, line => line.StartsWith("tso     passes: ", StringComparison.Ordinal));
        Assert.Contains("dotnet  fails:", result.Lines);
        Assert.Contains(result.Lines, line => line.StartsWith("  missing: nothing keeps ", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.Contains(repair, StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("dotnet  with the ordering in its source: passes: ", StringComparison.Ordinal));
        Assert.StartsWith("Next: mml demo explore --bug ", result.Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kw", "mutex", "did you mean 'kv'?")]
    [InlineData("kv", "mutx", "did you mean 'mutex'?")]
    public void AMistypedNameGetsASuggestion(string demo, string store, string suggestion)
    {
        MmlResult result = Mml.Run("demo", demo, "--store", store);
        Assert.Equal(64, result.Code);
        Assert.Contains(suggestion, result.Errors, StringComparison.Ordinal);
    }
}
