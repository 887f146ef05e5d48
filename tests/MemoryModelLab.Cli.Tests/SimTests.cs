using System.Text.Json;

namespace MemoryModelLab.Cli.Tests;

/// <summary><c>mml sim</c>.</summary>
public sealed class SimTests
{
    private const string StoreBuffering = "litmus/classic/x64/SB.litmus";

    [Fact]
    public void A_trace_ends_in_the_outcome_and_the_states_are_those_of_the_model()
    {
        MmlResult result = Mml.Run("sim", StoreBuffering, "--trace");
        Assert.Equal(0, result.Code);
        Assert.Contains("A shortest run to 0:rax=0; 1:rax=0;", result.Lines);
        Assert.Contains(result.Lines, line => line.StartsWith("Machine SB Tso flat 4 states, ", StringComparison.Ordinal) && line.EndsWith(": as x86-tso", StringComparison.Ordinal));
        Assert.StartsWith("Next: ", result.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_buffers_the_outcome_is_not_reached()
    {
        MmlResult result = Mml.Run("sim", StoreBuffering, "--buffer", "none", "--protocol", "mesi-directory", "--json", "-");
        Assert.Equal(0, result.Code);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        Assert.Equal("mml/sim/1", document.RootElement.GetProperty("schema").GetString());
        JsonElement test = document.RootElement.GetProperty("tests")[0];
        Assert.Equal(3, test.GetProperty("states").GetArrayLength());
        Assert.True(test.GetProperty("complete").GetBoolean());
    }

    [Fact]
    public void A_broken_protocol_is_a_violation_with_a_run_to_it()
    {
        MmlResult result = Mml.Run("sim", "litmus/classic/x64/MP.litmus", "--protocol", "broken-incoherent", "--line", "2");
        Assert.Equal(1, result.Code);
        Assert.Contains(result.Lines, line => line.StartsWith("VIOLATION MP data value: ", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("A shortest run to the violation: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Too_few_states_are_inconclusive() => Assert.Equal(2, Mml.Run("sim", StoreBuffering, "--states", "5").Code);

    [Fact]
    public void What_no_machine_executes_is_told() => Assert.Equal(3, Mml.Run("sim", "litmus/classic/aarch64", "--buffer", "tso").Code);

    [Theory]
    [InlineData("did you mean 'mesi'", "--protocol", "mesy")]
    [InlineData("there are none, tso, pso", "--buffer", "x")]
    [InlineData("expected a number from 1", "--ways", "0")]
    public void What_makes_no_sense_is_refused(string message, params string[] options)
    {
        MmlResult result = Mml.Run(["sim", StoreBuffering, .. options]);
        Assert.Equal(64, result.Code);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }
}
