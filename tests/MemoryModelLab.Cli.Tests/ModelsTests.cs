using System.Text.Json;

namespace MemoryModelLab.Cli.Tests;

/// <summary><c>mml models</c>: the list, and which model is weaker.</summary>
public sealed class ModelsTests
{
    [Fact]
    public void A_comparison_is_a_matrix_and_the_smallest_separating_tests()
    {
        MmlResult result = Mml.Run("models", "--compare", "sc,x86-tso", "--edges", "Pod**");
        Assert.Equal(0, result.Code);
        Assert.Equal(["sc       .        <", "x86-tso  >        ."], result.Lines[1..3]);
        Assert.Equal(
            [
                "x86-tso allows, sc forbids: 2 tests",
                "  R                                1:r0=0; [y]=2;   PodWW Coe PodWR Fre",
                "  SB                               0:r0=0; 1:r0=0;   PodWR Fre PodWR Fre",
                "6 C# tests",
            ],
            result.Lines[5..^1]);
    }

    [Fact]
    public void Json_has_a_schema_and_every_pair()
    {
        using JsonDocument document = JsonDocument.Parse(Mml.Run("models", "--compare", "sc,x86-tso,pso", "--edges", "Pod**", "--json", "-").Output);
        Assert.Equal("mml/models/1", document.RootElement.GetProperty("schema").GetString());
        Assert.Equal(6, document.RootElement.GetProperty("pairs").GetArrayLength());
    }

    [Fact]
    public void Without_an_option_the_models_are_listed() => Assert.Contains(Mml.Run("models").Lines, line => line.StartsWith("x86-tso ", StringComparison.Ordinal));

    [Theory]
    [InlineData("--compare sc", "--compare: expected at least two models")]
    [InlineData("--compare sc,x68-tso", "no model is called 'x68-tso'; did you mean 'x86-tso'?")]
    [InlineData("--threads 3", "--threads goes with --compare")]
    public void Wrong_input_is_refused_with_what_would_be_right(string arguments, string message)
    {
        MmlResult result = Mml.Run(["models", .. arguments.Split(' ')]);
        Assert.Equal(64, result.Code);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }
}
