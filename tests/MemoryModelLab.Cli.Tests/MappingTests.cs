using System.Text.Json;

namespace MemoryModelLab.Cli.Tests;

/// <summary><c>mml check --mapping</c>.</summary>
public sealed class MappingTests
{
    private const string Classics = "litmus/classic/csharp";

    [Fact]
    public void One_test_is_a_table_of_the_language_and_the_targets()
    {
        MmlResult result = Mml.Run("check", $"{Classics}/MP+volatile.litmus", "--mapping");
        Assert.Equal(0, result.Code);
        Assert.Contains(result.Lines, line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).SequenceEqual(
            ["outcome", "expectation", "dotnet", "x64", "arm64-lse-rcpc", "arm64-lse", "arm64-v8.0"]));
        Assert.Contains(result.Lines, line => line.StartsWith("1 tests in ", StringComparison.Ordinal) && line.EndsWith(": 0 exceptions, 0 inconclusive, 0 unreadable", StringComparison.Ordinal));
        Assert.Equal("Next: mml check --mapping, for all tests", result.Lines[^1]);
    }

    [Fact]
    public void What_the_language_forbids_and_a_processor_shows_is_an_exception()
    {
        MmlResult result = Mml.Run("check", $"{Classics}/SB.litmus", "--mapping", "--model", "sc");
        Assert.Equal(1, result.Code);
        Assert.Contains("EXCEPTION SB x64 0:r0=0; 1:r0=0;", result.Lines);
    }

    [Fact]
    public void A_check_cut_short_is_inconclusive()
    {
        MmlResult result = Mml.Run("check", "litmus/dotnet", "--mapping", "--time-limit", "0.0000001");
        Assert.Equal(2, result.Code);
        Assert.DoesNotContain(result.Lines, line => line.StartsWith("EXCEPTION", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.Contains(": cut short, so inconclusive", StringComparison.Ordinal));
    }

    [Fact]
    public void Generated_tests_have_no_exceptions_and_are_the_same_every_time()
    {
        MmlResult first = Mml.Run("check", Classics, "--mapping", "--generated", "60", "--freedom"), second = Mml.Run("check", Classics, "--mapping", "--generated", "60", "--freedom");
        Assert.Equal(0, first.Code);
        Assert.Equal(Outcomes(first), Outcomes(second));

        static IEnumerable<string> Outcomes(MmlResult result) => result.Lines.Where(line => !line.Contains(" tests in ", StringComparison.Ordinal));
    }

    [Fact]
    public void Json_counts_what_the_table_counts()
    {
        MmlResult result = Mml.Run("check", Classics, "--mapping", "--json", "-");
        Assert.Equal(0, result.Code);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        JsonElement summary = document.RootElement.GetProperty("summary");
        Assert.Equal("mml/mapping/1", document.RootElement.GetProperty("schema").GetString());
        Assert.Equal(summary.GetProperty("tests").GetInt32(), document.RootElement.GetProperty("tests").GetArrayLength());
        Assert.Equal(0, summary.GetProperty("exceptions").GetInt32());
        Assert.Equal(4, summary.GetProperty("targets").GetArrayLength());
    }

    [Theory]
    [InlineData("--freedom")]
    [InlineData("--generated", "3")]
    [InlineData("--mapping", "--expected")]
    [InlineData("--mapping", "--model", "arm64")]
    [InlineData("--mapping", "--model", "dotnet,sc")]
    [InlineData("--mapping", "--generated", "-1")]
    public void What_makes_no_sense_is_refused(params string[] options)
    {
        MmlResult result = Mml.Run(["check", $"{Classics}/SB.litmus", .. options]);
        Assert.Equal(64, result.Code);
        Assert.StartsWith("mml: --", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_but_other_dialects_is_a_mistake()
    {
        MmlResult result = Mml.Run("check", "litmus/classic/x64", "--mapping");
        Assert.Equal(64, result.Code);
        Assert.Contains(result.Lines, line => line.StartsWith("0 tests in ", StringComparison.Ordinal) && line.Contains(" of other dialects left alone", StringComparison.Ordinal));
        Assert.Contains("none of these is a C# test", result.Errors, StringComparison.Ordinal);
    }
}
