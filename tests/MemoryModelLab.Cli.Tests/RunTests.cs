using System.Text.Json;

namespace MemoryModelLab.Cli.Tests;

/// <summary><c>mml run</c> and the verbs that tell about tests, models and the machine.</summary>
public sealed class RunTests
{
    [Fact]
    public void A_run_counts_and_judges()
    {
        MmlResult result = Mml.Run("run", "litmus/classic/csharp/MP+volatile.litmus", "--iterations", "200000", "--json", "-");
        Assert.Equal(0, result.Code);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        JsonElement test = document.RootElement.GetProperty("tests")[0];
        long iterations = test.GetProperty("hardware").GetProperty("iterations").GetInt64();
        Assert.InRange(iterations, 200_000, 300_000);
        Assert.Equal(iterations, test.GetProperty("outcomes").EnumerateArray().Sum(o => o.GetProperty("observed").GetInt64()));
        Assert.Equal(0, test.GetProperty("violations").GetArrayLength());
    }

    [Fact]
    public void However_short_the_time_there_are_iterations()
    {
        MmlResult result = Mml.Run("run", "litmus/classic/csharp/MP+volatile.litmus", "--time-limit", "1e-9");
        Assert.Equal(0, result.Code);
        Assert.Matches(@"Observation MP\+volatile Never 0 [1-9]\d*\n", result.Output);
    }

    [Fact]
    public void Where_every_execution_waits_for_ever_that_is_told()
    {
        using var folder = new TemporaryFolder();
        MmlResult result = Mml.Run("check", folder.Write("A.litmus", "CSharp A\n{ x = 0; }\nstatic void P0(ref int x) { while (Volatile.Read(ref x) == 0) { } }\nexists (x=0)\n"), "--model", "sc");
        Assert.Contains("A: sc: no execution counts: threads wait for what does not come", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_repeated_run_tells_each_run_and_the_medians()
    {
        using var folder = new TemporaryFolder();
        string json = Path.Combine(folder.Path, "runs.json");
        MmlResult result = Mml.Run("run", "litmus/classic/csharp/MP+volatile.litmus", "--repeat", "3", "--seed", "4", "--iterations", "3000", "--json", json);
        Assert.Equal(0, result.Code);
        Assert.Contains("Hardware MP+volatile medians of 3 runs: ", result.Output, StringComparison.Ordinal);
        Assert.Contains("; seeds 4 to 6", result.Output, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        JsonElement hardware = document.RootElement.GetProperty("tests")[0].GetProperty("hardware");
        Assert.Equal(3, hardware.GetProperty("repetitions").GetArrayLength());
        Assert.InRange(hardware.GetProperty("iterations").GetInt64(), 9000, 12000);
    }

    [Fact]
    public void An_observed_outcome_graded_forbidden_is_a_violation()
    {
        using var folder = new TemporaryFolder();
        string test = folder.Write("t.litmus", "CSharp t\n{ x = 0; }\nstatic void P0(ref int x) { int r0 = x; }\nforbidden (0:r0=0) (* planted *)\n");
        MmlResult result = Mml.Run("run", test, "--iterations", "1000");
        Assert.Equal(1, result.Code);
        Assert.Contains("is graded forbidden: planted", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Outcomes_that_fail_the_filter_are_left_out()
    {
        using var folder = new TemporaryFolder();
        string test = folder.Write("t.litmus", "CSharp t\n{ x = 0; }\nstatic void P0(ref int x) { int r0 = x; }\nfilter (0:r0=1)\nexists (0:r0=0)\n");
        MmlResult result = Mml.Run("run", test, "--iterations", "1000");
        Assert.Equal(0, result.Code);
        Assert.Contains("Observation t Never 0 0", result.Lines);
    }

    [Fact]
    public void A_test_this_machine_cannot_run_says_so()
    {
        MmlResult result = Mml.Run("run", "litmus/classic/aarch64/SB.litmus");
        Assert.Equal(3, result.Code);
        Assert.Contains("mml: SB: ", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mml/list/1", "list", "litmus/dotnet")]
    [InlineData("mml/list/1", "explain", "x86-tso")]
    [InlineData("mml/list/1", "explain", "litmus/classic/x64/SB.litmus")]
    [InlineData("mml/doctor/1", "doctor")]
    public void Every_verb_speaks_json(string schema, params string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(Mml.Run([.. arguments, "--json", "-"]).Output);
        Assert.Equal(schema, document.RootElement.GetProperty("schema").GetString());
    }

    [Fact]
    public void Tests_and_models_are_listed_and_explained()
    {
        Assert.Contains(Mml.Run("list", "litmus/classic/x64").Lines, l => l.StartsWith("SB+mfences ", StringComparison.Ordinal));
        Assert.Contains(Mml.Run("list", "litmus/dotnet").Lines, l => l.StartsWith("model x86-tso", StringComparison.Ordinal));
        Assert.Contains("sc No Never", Mml.Run("explain", "litmus/classic/x64/SB.litmus").Output, StringComparison.Ordinal);
        Assert.Contains("acyclic", Mml.Run("explain", "x86-tso").Output, StringComparison.Ordinal);
        Assert.Contains("Next: mml run", Mml.Run("doctor").Output, StringComparison.Ordinal);
        Assert.Contains("mml run litmus/classic", Mml.Run("--help").Output, StringComparison.Ordinal);
    }
}
