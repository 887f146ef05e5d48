using System.Text.Json;
using System.Xml.Linq;

namespace MemoryModelLab.Cli.Tests;

/// <summary><c>mml sim replicas</c>, <c>matrix</c> and <c>metrics</c>.</summary>
public sealed class SimReplicasTests
{
    [Fact]
    public void Every_policy_satisfies_what_it_promises_and_violates_the_rest()
    {
        // quorum has by far the most states; it is asked with fewer operations below.
        MmlResult result = Mml.Run("sim", "matrix", "--operations", "3", "--runs", "1", "--policy",
            "eventual,prefix,read-your-writes,monotonic-reads,monotonic-writes,writes-follow-reads,sticky,session,pram,causal-memory,causal,bounded,sequential,locking,mutex,clock");
        Assert.Equal(0, result.Code);
        Assert.Contains("16 of 16 policies satisfy exactly what they promise", result.Lines);
        Assert.StartsWith("Next: ", result.Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("broken-prefix", "prefix", 4)]
    [InlineData("broken-read-your-writes", "read-your-writes", 2)]
    [InlineData("broken-causal", "ccv", 5)] // a write, its answer, who sees the answer alone
    [InlineData("broken-sequential", "sequential", 2)]
    [InlineData("broken-locking", "linearizable", 3)] // the new value at one replica, the old one at the next
    [InlineData("broken-witness", "linearizable", 2)]
    [InlineData("broken-quorum", "linearizable", 2)]
    [InlineData("broken-write-back", "linearizable", 3)] // the new value, then the old one
    public void A_policy_with_a_fault_is_caught_by_the_shortest_history(string policy, string model, int operations)
    {
        MmlResult result = Mml.Run("sim", "matrix", "--policy", policy, "--operations", operations == 4 ? "4" : "3", "--runs", "0", "--states", "20000", "--json", "-");
        Assert.Equal(operations, Cell(result, model).GetProperty("operations").GetInt32());
        Assert.True(Cell(result, model).GetProperty("promised").GetBoolean());
    }

    [Fact]
    public void What_was_cut_short_is_told_and_is_no_pass()
    {
        MmlResult result = Mml.Run("sim", "matrix", "--policy", "quorum", "--operations", "2", "--runs", "0", "--states", "100");
        Assert.Equal(2, result.Code);
        Assert.Contains(result.Lines, line => line.StartsWith("quorum: ", StringComparison.Ordinal) && line.Contains("cut short", StringComparison.Ordinal));
    }

    [Fact]
    public void A_recorded_run_is_judged_alike_when_it_is_read_back()
    {
        using var folder = new TemporaryFolder();
        string history = Path.Combine(folder.Path, "h.jsonl"), notes = Path.Combine(folder.Path, "notes.svg");
        MmlResult run = Mml.Run("sim", "replicas", "--policy", "causal", "--ops", "400", "--seed", "7", "--out", history, "--notes", notes, "--json", "-");
        MmlResult read = Mml.Run("verify", history, "--json", "-");
        Assert.Equal(0, run.Code);
        Assert.Equal(Verdicts(run), Verdicts(read));
        Assert.Equal("svg", XDocument.Load(notes).Root!.Name.LocalName);
    }

    [Fact]
    public void A_broken_promise_in_a_random_run_is_a_violation()
    {
        MmlResult result = Mml.Run("sim", "replicas", "--policy", "broken-quorum", "--ops", "2000", "--seed", "1");
        Assert.Equal(1, result.Code);
        Assert.Contains(result.Lines, line => line.StartsWith("DIFFERS broken-quorum promises ", StringComparison.Ordinal) && line.EndsWith("linearizable, and this run violates it", StringComparison.Ordinal));
    }

    [Fact]
    public void Metrics_are_those_of_the_promises()
    {
        MmlResult result = Mml.Run("sim", "metrics", "--policy", "causal,clock,quorum", "--ops", "2000", "--json", "-");
        using JsonDocument document = JsonDocument.Parse(result.Output);
        Dictionary<string, JsonElement> of = document.RootElement.GetProperty("policies").EnumerateArray().ToDictionary(p => p.GetProperty("policy").GetString()!, p => p.Clone());
        Assert.Equal(0, of["clock"].GetProperty("strict").GetDouble());
        Assert.Equal(0, of["quorum"].GetProperty("linearizable").GetDouble());
        Assert.Equal(0, of["causal"].GetProperty("causal").GetDouble());
        Assert.Equal(1, of["causal"].GetProperty("availability").GetDouble());
        Assert.True(of["quorum"].GetProperty("availability").GetDouble() < 1);
    }

    /// <summary>A run may end before the network is cut: then nothing was asked, and no share of it was answered.</summary>
    [Fact]
    public void Nothing_asked_is_not_nothing_answered()
    {
        string row = Assert.Single(Mml.Run("sim", "metrics", "--policy", "causal", "--ops", "1").Lines, line => line.StartsWith("causal ", StringComparison.Ordinal));
        Assert.Contains(" – ", row, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(Mml.Run("sim", "metrics", "--policy", "causal", "--ops", "1", "--json", "-").Output);
        Assert.False(document.RootElement.GetProperty("policies")[0].TryGetProperty("availability", out JsonElement share) && share.ValueKind == JsonValueKind.Number);
    }

    [Theory]
    [InlineData("did you mean 'causal'?", "sim", "replicas", "--policy", "casual")]
    [InlineData("did you mean 'matrix'?", "sim", "matrx")]
    [InlineData("from 2 to 5", "sim", "matrix", "--operations", "9")]
    [InlineData("from-to", "sim", "replicas", "--partition", "5")]
    [InlineData("from 1 to 8", "sim", "metrics", "--replicas", "0")]
    public void What_is_wrong_is_told(string said, params string[] arguments)
    {
        MmlResult result = Mml.Run(arguments);
        Assert.Equal(64, result.Code);
        Assert.Contains(said, result.Errors, StringComparison.Ordinal);
    }

    private static JsonElement Cell(MmlResult result, string model)
    {
        using JsonDocument document = JsonDocument.Parse(result.Output);
        return document.RootElement.GetProperty("policies")[0].GetProperty("cells").EnumerateArray().Single(c => c.GetProperty("model").GetString() == model).Clone();
    }

    private static Dictionary<string, string> Verdicts(MmlResult result)
    {
        using JsonDocument document = JsonDocument.Parse(result.Output);
        return document.RootElement.GetProperty("histories")[0].GetProperty("verdicts").EnumerateArray().ToDictionary(v => v.GetProperty("model").GetString()!, v => v.GetProperty("verdict").GetString()!);
    }
}
