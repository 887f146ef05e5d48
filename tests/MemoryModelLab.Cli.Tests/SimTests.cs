using System.Text.Json;

namespace MemoryModelLab.Cli.Tests;

/// <summary><c>mml sim</c>.</summary>
public sealed class SimTests
{
    private const string StoreBuffering = "litmus/classic/x64/SB.litmus";

    [Fact]
    public void A_chart_ends_in_the_outcome_and_the_states_are_those_of_the_model()
    {
        MmlResult result = Mml.Run("sim", "SB", "--chart");
        Assert.Equal(0, result.Code);
        Assert.Contains("A shortest run to 0:rax=0; 1:rax=0;", result.Lines);
        Assert.Contains(result.Lines, line => line.StartsWith("Machine SB Tso flat 4 states, ", StringComparison.Ordinal) && line.EndsWith(": as x86-tso", StringComparison.Ordinal));
        Assert.StartsWith("Next: ", result.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_is_a_file_of_trace_events()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "out.json");
        MmlResult result = Mml.Run("sim", "SB", "--trace", file);
        Assert.Equal(0, result.Code);
        Assert.Contains("A shortest run to 0:r0=0; 1:r0=0; in litmus/classic/csharp/SB.litmus: " + file, result.Lines);
        using JsonDocument run = JsonDocument.Parse(File.ReadAllText(file));
        Assert.NotEmpty(run.RootElement.GetProperty("traceEvents").EnumerateArray());
        using JsonDocument timed = JsonDocument.Parse(Mml.Run("sim", StoreBuffering, "--timed", "--rounds", "10", "--trace", "-").Output);
        Assert.NotEmpty(timed.RootElement.GetProperty("traceEvents").EnumerateArray());
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

    [Fact]
    public void A_protocol_is_explored_by_itself()
    {
        MmlResult result = Mml.Run("sim", "--protocol", "msi-directory", "--caches", "2", "--lines", "2", "--exhaustive", "--json", "-");
        Assert.Equal(0, result.Code);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        Assert.Equal("mml/sim-protocol/1", document.RootElement.GetProperty("schema").GetString());
        Assert.True(document.RootElement.GetProperty("complete").GetBoolean());
        Assert.Equal(1, Mml.Run("sim", "--protocol", "broken-lost-writeback", "--exhaustive").Code);
    }

    [Fact]
    public void Cores_out_of_order_are_compared_with_arm64()
    {
        MmlResult result = Mml.Run("sim", "litmus/classic/aarch64/MP+dmb.sy+ctrl.litmus", "--core", "out-of-order");
        Assert.Equal(0, result.Code);
        Assert.Contains(result.Lines, line => line.StartsWith("Machine MP+dmb.sy+ctrl OutOfOrder flat 4 states, ", StringComparison.Ordinal) && line.EndsWith(": as arm64", StringComparison.Ordinal));
    }

    /// <summary>Bytes of a location at an address that only a value read makes are a cell to the machine and nothing to the model: no fault of either.</summary>
    [Theory]
    [InlineData("--buffer", "none")]
    [InlineData("--core", "out-of-order")]
    public void An_address_inside_a_location_that_is_computed_from_a_read_is_refused(params string[] machine)
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "Inside.litmus");
        File.WriteAllText(file, """
            AArch64 Inside
            { 0:X10=x; 1:X10=x; }
             P0                   | P1            ;
             LDR W1,[X10]         | MOV W0,#1     ;
             MOV W2,#2            | STR W0,[X10]  ;
             STR W2,[X10,W1,SXTW] |               ;
            locations [x; 0:X1;]
            exists (0:X1=1)
            """);
        MmlResult result = Mml.Run(["sim", file, .. machine]);
        Assert.Equal(64, result.Code);
        Assert.Contains("Inside.litmus:6:1: a thread computes the address x+1, which is no location's", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("FORBIDDEN", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_timed_run_counts_outcomes_and_traffic()
    {
        MmlResult result = Mml.Run("sim", StoreBuffering, "--timed", "--rounds", "50", "--json", "-");
        Assert.Equal(0, result.Code);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        JsonElement run = document.RootElement.GetProperty("runs")[0];
        Assert.Equal(50, run.GetProperty("outcomes").EnumerateArray().Sum(outcome => outcome.GetProperty("count").GetInt32()));
        Assert.Equal(["x", "y"], run.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("name").GetString()));
        Assert.Equal(0, Mml.Run("sim", "--timed", "--workload", "all", "--events", "1000").Code);
    }

    [Fact]
    public void A_protocol_is_printed_as_a_table() =>
        Assert.Contains("S | ·         | BusUpgr/M | ·/I   | ·       | ·/I     | ·/I", Mml.Run("sim", "--protocol", "mesi", "--table").Lines);

    [Theory]
    [InlineData("did you mean 'mesi'", "--protocol", "mesy")]
    [InlineData("there are none, tso, pso", "--buffer", "x")]
    [InlineData("expected a number from 1", "--ways", "0")]
    [InlineData("is for --timed", "--cores", "4")]
    [InlineData("does not go with", "--seed", "4")]
    [InlineData("expected six numbers", "--timed", "--latencies", "1,2")]
    [InlineData("add --protocol mesi", "--invalidate-queue")]
    [InlineData("a test brings its own", "--caches", "3")]
    [InlineData("expected the file to write", "--trace")]
    [InlineData("did you mean '--trace'", "--trace-file", "out.json")]
    [InlineData("expected one test, these are", "litmus/classic/x64", "--trace", "out.json")]
    public void What_makes_no_sense_is_refused(string message, params string[] options)
    {
        MmlResult result = Mml.Run(["sim", StoreBuffering, .. options]);
        Assert.Equal(64, result.Code);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }
}
