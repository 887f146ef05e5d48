using System.Text.Json;

namespace MemoryModelLab.Cli.Tests;

public sealed class StressTests
{
    [Fact]
    public void CorrectStoresAreLinearizable()
    {
        MmlResult result = Mml.Run("stress", "--store", "mutex,probing", "--time", "0.5s", "--seed", "3", "--json", "-");
        Assert.Equal(0, result.Code);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal("mml/stress/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal(3, json.RootElement.GetProperty("seed").GetInt32());
        JsonElement[] stores = [.. json.RootElement.GetProperty("stores").EnumerateArray()];
        Assert.Equal(["mutex", "probing"], stores.Select(store => store.GetProperty("name").GetString()!));
        Assert.All(stores, store => Assert.True(store.GetProperty("operations").GetInt64() > 0));
    }

    [Fact]
    public void KeysMayBeTextsOnly()
    {
        MmlResult result = Mml.Run("stress", "--store", "probing", "--keys", "texts", "--time", "0.2s");
        Assert.Equal(0, result.Code);
        Assert.Contains(result.Lines, line => line.StartsWith("probing ", StringComparison.Ordinal) && line.Contains(" linearizable ", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryControlIsCaught()
    {
        MmlResult result = Mml.Run("stress", "--controls");
        Assert.Equal(0, result.Code);
        Assert.Contains("7 of 7 twins caught", result.Lines);
        Assert.StartsWith("Next: ", result.Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--store", "probin", "did you mean 'probing'?")]
    [InlineData("--time", "soon", "expected a duration such as 90s")]
    [InlineData("--keys", "doors", "expected numbers or texts")]
    public void WhatIsWrongIsSaid(string option, string value, string message)
    {
        MmlResult result = Mml.Run("stress", option, value);
        Assert.Equal(64, result.Code);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }
}
