using System.Text.Json;

namespace MemoryModelLab.Cli.Tests.Explorations;

/// <summary>What a user of <c>mml explore</c> reads.</summary>
public sealed class ExploreTests
{
    private static readonly string Assembly = typeof(ExploreTests).Assembly.Location;

    [Fact]
    public void AFailureIsToldWithItsColumnsWhatIsMissingAndTheRepair()
    {
        MmlResult result = Explore("ExploredPrograms.Message", "--repair");
        Assert.Equal(1, result.Code);
        Assert.Contains(result.Lines, line => line.StartsWith("Failed       MemoryModelLab.Cli.Tests.Explorations.ExploredPrograms.Message: fails in execution ", StringComparison.Ordinal));
        Assert.Contains("  thread 0 throws InvalidOperationException: the message is not there", result.Lines);
        Assert.Contains(result.Lines, line => line.TrimStart().StartsWith("thread 0   ", StringComparison.Ordinal) && line.EndsWith("thread 1", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.Contains("data → 0 (initial; overwritten elsewhere)", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("  missing: nothing keeps thread ", StringComparison.Ordinal));
        Assert.Contains("  repair: these 2 changes make it pass (2 executions), and nothing cheaper does", result.Lines);
        Assert.Contains("    ExploredPrograms.cs:13:52  make the write of ready volatile  Arm64: str becomes stlr", result.Lines);
        Assert.Contains("    ExploredPrograms.cs:15:9   make the read of ready volatile   Arm64: ldr becomes ldapr", result.Lines);
        Assert.StartsWith("Model: dotnet; ", result.Lines[^2], StringComparison.Ordinal);
        Assert.StartsWith("Next: make the change, build, and mml explore ", result.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void TheNextStepOfAFailureOfOrderIsItsRepairAndOfOneOfInterleavingItsPicture()
    {
        Assert.Contains("--test MemoryModelLab.Cli.Tests.Explorations.ExploredPrograms.Message --repair ", Explore("ExploredPrograms.Message").Lines[^1], StringComparison.Ordinal);
        MmlResult lost = Explore("LostUpdate");
        Assert.Contains("--graph failure.svg", lost.Lines[^1], StringComparison.Ordinal);
        Assert.Contains("  1 instead of 2", lost.Lines);
        Assert.Contains("  repair: none: this execution stays whatever is volatile, and wherever there is a fence", Explore("LostUpdate", "--repair").Lines);
    }

    [Fact]
    public void ADeadlockSaysWhoWaitsForWhat() =>
        Assert.Contains(Explore("Philosophers").Lines, line => line.StartsWith("  deadlock: thread ", StringComparison.Ordinal));

    [Fact]
    public void WhatIsNotNeededIsToldTogether()
    {
        MmlResult result = Explore("RepairedMessage", "--relax");
        Assert.Equal(0, result.Code);
        Assert.Contains(result.Lines, line => line.StartsWith("  not needed: it passes with this change (", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.EndsWith("the write of data may be plain  Arm64: swpal becomes str", StringComparison.Ordinal));
        Assert.Contains("--check races", result.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void ColumnsThatWouldBeTooWideBecomeLinesWithTheirThread() =>
        Assert.Contains(Explore("FiveThreads").Lines, line => line.StartsWith("  thread 3: ExploredPrograms.cs:", StringComparison.Ordinal));

    [Fact]
    public void SeveralMethodsAreCountedAndOneThatCannotBeExploredIsNoPass()
    {
        MmlResult result = Mml.Run("explore", "--assembly", Assembly, "--test", "Awaiting", "--test", "RepairedMessage");
        Assert.Equal(2, result.Code);
        Assert.Contains("1 passed, 1 unsupported", result.Lines);
    }

    [Fact]
    public void JsonHasWhatIsMissingAndTheChanges()
    {
        MmlResult result = Explore("ExploredPrograms.Message", "--repair", "--json", "-");
        using var json = JsonDocument.Parse(result.Output);
        JsonElement test = json.RootElement.GetProperty("tests")[0];
        Assert.Equal("mml/explore/1", json.RootElement.GetProperty("schema").GetString());
        Assert.StartsWith("nothing keeps", test.GetProperty("missing").GetString(), StringComparison.Ordinal);
        Assert.Equal("found", test.GetProperty("orderings").GetString());
        Assert.True(test.GetProperty("isCheapest").GetBoolean());
        Assert.Equal(2, test.GetProperty("changes").GetArrayLength());
    }

    [Theory]
    [InlineData("--model", "dotnte", "did you mean 'dotnet'?")]
    [InlineData("--check", "race", "did you mean 'races'?")]
    public void AMistypedNameGetsASuggestion(string option, string name, string suggestion)
    {
        MmlResult result = Explore("Message", option, name);
        Assert.Equal(64, result.Code);
        Assert.Contains(suggestion, result.Errors, StringComparison.Ordinal);
    }

    private static MmlResult Explore(string test, params string[] options) => Mml.Run(["explore", "--assembly", Assembly, "--test", test, .. options]);
}
