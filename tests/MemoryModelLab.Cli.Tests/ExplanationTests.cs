using System.Text.Json;

namespace MemoryModelLab.Cli.Tests;

/// <summary><c>mml check</c> with <c>--why</c>, <c>--outcome</c> and <c>--diff</c>.</summary>
public sealed class ExplanationTests
{
    private const string MP = "litmus/classic/csharp/MP+volatile.litmus";

    [Fact]
    public void Why_tells_the_cycle_and_the_rule()
    {
        MmlResult result = Mml.Run("check", MP, "--model", "dotnet", "--why");
        Assert.Equal(0, result.Code);
        int why = Array.FindIndex([.. result.Lines], l => l.StartsWith("Why dotnet forbids 1:r0=1 /\\ 1:r1=0", StringComparison.Ordinal));
        Assert.True(why > 0);
        Assert.StartsWith("  1. P0 writes data=1 (line 4) before it writes flag=1 by Volatile.Write (line 4): the write releases (release, dotnet.cat:", result.Lines[why + 1], StringComparison.Ordinal);
        Assert.Contains("'order' (acyclic, dotnet.cat:", result.Lines[why + 5], StringComparison.Ordinal);
        Assert.StartsWith("Next: ", result.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Json_carries_why_and_what_would_forbid()
    {
        MmlResult result = Mml.Run("check", "litmus/classic/csharp/MP.litmus", "--model", "dotnet", "--why", "--json", "-");
        using JsonDocument document = JsonDocument.Parse(result.Output);
        JsonElement explanation = document.RootElement.GetProperty("tests")[0].GetProperty("explanations")[0];
        Assert.Equal("allowed", explanation.GetProperty("verdict").GetString());
        Assert.Equal(4, explanation.GetProperty("cycle").GetArrayLength());
        Assert.Equal(2, explanation.GetProperty("strengthening").GetProperty("changes").GetInt32());
    }

    [Theory]
    [InlineData("x86-tso,sc", "Difference SB x86-tso sc 1: an outcome only one of them allows")]
    [InlineData("x86-tso,dotnet", "Difference SB x86-tso dotnet none: they agree on every outcome")]
    public void Diff_is_a_line_to_grep(string models, string line) =>
        Assert.Contains(line, Mml.Run("check", "litmus/classic/csharp/SB.litmus", "--diff", models).Lines);

    [Theory]
    [InlineData("--diff x86-tso", "expected the names of two models")]
    [InlineData("--diff x86-tsi,sc", "did you mean 'x86-tso'?")]
    [InlineData("--outcome 7:r0=1", "--outcome:1:1: thread 7 does not exist")]
    [InlineData("--why --expected", "do not go with --expected")]
    public void Wrong_questions_are_refused(string options, string message)
    {
        MmlResult result = Mml.Run(["check", MP, .. options.Split(' ')]);
        Assert.Equal(64, result.Code);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_outcome_of_a_location_the_test_does_not_have_is_a_slip()
    {
        MmlResult result = Mml.Run("check", "litmus/classic/csharp/MP+volatile.litmus", "--model", "dotnet", "--outcome", "[flagg]=1");
        Assert.Equal(64, result.Code);
        Assert.Contains("--outcome:1:2: the test has no location flagg; did you mean 'flag'? (it has data, flag)", result.Errors, StringComparison.Ordinal);
    }
}
