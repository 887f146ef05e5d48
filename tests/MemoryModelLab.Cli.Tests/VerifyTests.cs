using System.Text.Json;

namespace MemoryModelLab.Cli.Tests;

/// <summary><c>mml verify</c>: the ladder, the recorded verdicts, and what is wrong with input.</summary>
public sealed class VerifyTests
{
    private const string Header = """{"schema": "mml-kv-history/1", "name": "stale", "initial": 0, "linearizable": false, "verdicts": {"SC": true, "RYW": true}}""";
    private const string Stale = Header + "\n" + """
        {"id": 0, "client": "A", "key": "x", "f": "write", "v": 1, "call": 0, "ret": 1}
        {"id": 1, "client": "B", "key": "x", "f": "read", "v": 0, "call": 2, "ret": 3}
        """;

    [Fact]
    public void The_ladder_names_the_first_model_that_fails_and_why()
    {
        using var folder = new TemporaryFolder();
        folder.Write("h.jsonl", Stale);
        MmlResult result = Mml.Run("verify", Path.Combine(folder.Path, "h.jsonl"), "--explain");
        Assert.Equal(1, result.Code);
        Assert.Contains(result.Lines, l => l.StartsWith("sequential ", StringComparison.Ordinal) && l.Contains(" satisfied ", StringComparison.Ordinal));
        Assert.Contains(result.Lines, l => l.StartsWith("linearizable ", StringComparison.Ordinal) && l.Contains(" violated ", StringComparison.Ordinal));
        Assert.Contains("First violated: linearizable (one order of all operations keeps real time)", result.Lines);
        Assert.Contains("Staleness: k = 2 versions; t = 1", result.Lines);
        Assert.Contains("  operation 1, client B: r(x)0 [2, 3]", result.Lines);
        Assert.StartsWith("Next: ", result.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_history_comes_by_a_pipe_too()
    {
        using var folder = new TemporaryFolder();
        folder.Write("h.jsonl", Stale);
        MmlResult result = Mml.Execute("bash", ["-c", $"cat h.jsonl | dotnet '{Path.Combine(AppContext.BaseDirectory, "mml.dll")}' verify - --model linearizable"], folder.Path);
        Assert.Equal((1, ""), (result.Code, result.Errors));
        Assert.Equal("stale: 2 operations, 2 clients, 1 key", result.Lines[0]);
    }

    [Fact]
    public void Standard_input_is_read_once()
    {
        MmlResult twice = Mml.Run("verify", "-", "-"), empty = Mml.Run("verify", "-");
        Assert.Equal((64, 64), (twice.Code, empty.Code));
        Assert.Contains("it is named twice", twice.Errors, StringComparison.Ordinal);
        Assert.Contains("standard input:1:1: the file is empty", empty.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sequential", 0)]
    [InlineData("session,linearizable", 1)]
    [InlineData("LIN", 1)]
    [InlineData("linearisable", 64)]
    public void The_models_named_decide(string models, int code)
    {
        using var folder = new TemporaryFolder();
        folder.Write("h.jsonl", Stale);
        MmlResult result = Mml.Run("verify", folder.Path, "--model", models);
        Assert.Equal(code, result.Code);
        if (code == 64) Assert.Contains("did you mean 'linearizable'?", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_verdicts_and_their_cores()
    {
        using var folder = new TemporaryFolder();
        folder.Write("h.jsonl", Stale);
        MmlResult result = Mml.Run("verify", folder.Path, "--json", "-", "--model", "linearizable");
        using JsonDocument json = JsonDocument.Parse(result.Output);
        Assert.Equal("mml/verify/1", json.RootElement.GetProperty("schema").GetString());
        JsonElement verdict = json.RootElement.GetProperty("histories")[0].GetProperty("verdicts")[0];
        Assert.Equal("violated", verdict.GetProperty("verdict").GetString());
        Assert.Equal([0L, 1], verdict.GetProperty("core").EnumerateArray().Select(o => o.GetInt64()));
    }

    [Fact]
    public void Times_are_told_of_each_history_and_of_all()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.jsonl", Stale);
        folder.Write("b.jsonl", Stale);
        MmlResult result = Mml.Run("verify", folder.Path, "--model", "linearizable", "--time", "--json", Path.Combine(folder.Path, "times.json"));
        Assert.Matches(@"^ +read ms +decide ms  history$", result.Lines[0]);
        Assert.Matches(@"^ +\d+\.\d+ +\d+\.\d+  .*a\.jsonl: violates linearizable: ", result.Lines[1]);
        Assert.Matches(@"^ +\d+\.\d+ +\d+\.\d+  .*b\.jsonl: violates linearizable: ", result.Lines[2]);
        Assert.Matches(@"^Read in \d+\.\d+ ms, decided in \d+\.\d+ ms, contradictions made small in \d+\.\d+ ms$", result.Lines[3]);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, "times.json")));
        Assert.True(json.RootElement.GetProperty("histories")[0].GetProperty("readMilliseconds").GetDouble() > 0);
    }

    [Fact]
    public void Recorded_verdicts_are_compared()
    {
        using var folder = new TemporaryFolder();
        folder.Write("h.jsonl", Stale);
        Assert.Equal("3 of 3 as expected", Mml.Run("verify", folder.Path, "--expected").Lines[^1]);
        folder.Write("h.jsonl", Stale.Replace("\"RYW\": true", "\"RYW\": false", StringComparison.Ordinal));
        MmlResult result = Mml.Run("verify", folder.Path, "--expected");
        Assert.Equal(1, result.Code);
        Assert.Equal("2 of 3 as expected", result.Lines[^1]);
        Assert.StartsWith("DIFFERS ", result.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Comparing_nothing_is_a_fault()
    {
        using var folder = new TemporaryFolder();
        folder.Write("h.jsonl", Stale.Replace(Header, """{"schema": "mml-kv-history/1"}""", StringComparison.Ordinal));
        MmlResult result = Mml.Run("verify", folder.Path, "--expected");
        Assert.Equal(64, result.Code);
        Assert.Contains("nothing was compared", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--json", "h.jsonl")]
    [InlineData("--shrink", "h.jsonl")]
    [InlineData("--html", "./h.jsonl")]
    [InlineData("--json", "link.jsonl")]
    public void What_is_read_is_not_overwritten(string option, string output)
    {
        using var folder = new TemporaryFolder();
        folder.Write("h.jsonl", Stale);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "link.jsonl"), "h.jsonl");
        MmlResult result = Mml.Run("verify", Path.Combine(folder.Path, "h.jsonl"), option, $"{folder.Path}/{output}");
        Assert.Equal(64, result.Code);
        Assert.Contains("would be overwritten", result.Errors, StringComparison.Ordinal);
        Assert.Equal(Stale, File.ReadAllText(Path.Combine(folder.Path, "h.jsonl")));
    }

    [Fact]
    public void Two_outputs_want_two_files()
    {
        using var folder = new TemporaryFolder();
        folder.Write("h.jsonl", Stale);
        string both = Path.Combine(folder.Path, "both");
        MmlResult result = Mml.Run("verify", Path.Combine(folder.Path, "h.jsonl"), "--json", both, "--html", both);
        Assert.Equal(64, result.Code);
        Assert.Contains("--json and --html both want", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_reached_by_a_link_to_itself_is_read_once()
    {
        using var folder = new TemporaryFolder();
        folder.Write("h.jsonl", Stale);
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "loop"), folder.Path);
        MmlResult result = Mml.Run("verify", folder.Path, "--model", "sequential");
        Assert.Equal(0, result.Code);
        Assert.DoesNotContain("loop", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comma_in_a_number_of_seconds_is_refused()
    {
        MmlResult result = Mml.Run("verify", "litmus/histories", "--time-limit", "0,5");
        Assert.Equal(64, result.Code);
        Assert.Contains("--time-limit 0,5: expected a number, such as 2 or 0.5, with a point", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_violated_no_contradiction_is_offered()
    {
        using var folder = new TemporaryFolder();
        folder.Write("h.jsonl", Stale[..Stale.LastIndexOf('\n')]);
        MmlResult result = Mml.Run("verify", Path.Combine(folder.Path, "h.jsonl"));
        Assert.Equal(0, result.Code);
        Assert.Equal("stale: 1 operation, 1 client, 1 key", result.Lines[0]);
        Assert.DoesNotContain("contradiction", result.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void More_time_is_not_advised_where_it_never_helps()
    {
        using var folder = new TemporaryFolder();
        folder.Write("h.jsonl", """
            {"schema": "mml-kv-history/1", "type": "queue"}
            {"id": 0, "client": "A", "f": "enqueue", "v": 1, "call": 0, "ret": 1}
            """);
        MmlResult result = Mml.Run("verify", Path.Combine(folder.Path, "h.jsonl"), "--model", "sequential,linearizable");
        Assert.Equal(2, result.Code);
        Assert.DoesNotContain("time-limit", result.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_figures_have_their_verdicts()
    {
        MmlResult result = Mml.Run("verify", "litmus/histories", "--expected");
        Assert.Equal(0, result.Code);
        Assert.Equal("360 of 360 as expected", result.Lines[^1]);
    }

    [Fact]
    public void A_malformed_line_is_named_with_its_place()
    {
        using var folder = new TemporaryFolder();
        folder.Write("h.jsonl", Stale.Replace("\"f\": \"read\"", "\"f\": \"look\"", StringComparison.Ordinal));
        MmlResult result = Mml.Run("verify", Path.Combine(folder.Path, "h.jsonl"));
        Assert.Equal(64, result.Code);
        Assert.Contains("h.jsonl:3:", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Shrink_writes_a_smaller_history_that_fails_alike()
    {
        using var folder = new TemporaryFolder();
        var lines = new List<string> { Header };
        for (int i = 0; i < 60; i++)
        {
            lines.Add($$"""{"id": {{2 * i}}, "client": "A", "key": "x", "f": "write", "v": {{i + 1}}, "call": {{10 * i}}, "ret": {{(10 * i) + 2}}}""");
            lines.Add($$"""{"id": {{(2 * i) + 1}}, "client": "B", "key": "x", "f": "read", "v": {{(i == 40 ? i : i + 1)}}, "call": {{(10 * i) + 4}}, "ret": {{(10 * i) + 6}}}""");
        }

        folder.Write("h.jsonl", string.Join('\n', lines));
        (string path, string small) = (Path.Combine(folder.Path, "h.jsonl"), Path.Combine(folder.Path, "small.jsonl"));
        MmlResult result = Mml.Run("verify", path, "--shrink", small);
        Assert.Equal(1, result.Code);
        Assert.Contains($"3 of 120 operations still violate linearizable: {small}", result.Lines);
        Assert.Equal([path, small], Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal));
        MmlResult again = Mml.Run("verify", small, "--explain");
        Assert.Equal(1, again.Code);
        Assert.Contains(again.Lines, l => l.Contains("operation 81, client B: r(x)40", StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_is_small_and_asks_for_nothing_from_the_network()
    {
        using var folder = new TemporaryFolder();
        var lines = new List<string> { Header.Replace("\"stale\"", "\"</script><b>\"", StringComparison.Ordinal) };
        for (int i = 0; i < 3000; i++) lines.Add($$"""{"id": {{i}}, "client": {{i % 10}}, "key": {{i % 7}}, "f": "write", "v": {{i}}, "call": {{1_000_000_000_000 + (1000 * i)}}, "ret": {{1_000_000_005_000 + (1000 * i)}}}""");
        folder.Write("h.jsonl", string.Join('\n', lines));
        string page = Path.Combine(folder.Path, "h.html");
        Assert.Equal(0, Mml.Run("verify", Path.Combine(folder.Path, "h.jsonl"), "--html", page).Code);
        string html = File.ReadAllText(page);
        Assert.InRange(html.Length, 10_000, 200_000);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Equal(1, html.Split("</script>").Length - 1);
    }

    [Theory]
    [InlineData("h.edn", "[{:process 0, :type :invoke, :f :write, :value 1}\n {:process 0, :type :ok, :f :write, :value 1}\n {:process 1, :type :invoke, :f :read, :value nil}\n {:process 1, :type :ok, :f :read, :value nil}]", 1)]
    [InlineData("h.log", "INFO  jepsen.util - 0\t:invoke\t:write\t1\nINFO  jepsen.util - 0\t:ok\t:write\t1\n", 0)]
    [InlineData("h.edn", "[{:process 0, :type :invoke, :f :write, :value 1}", 64)]
    [InlineData("h.log", "nothing", 64)]
    [InlineData("h.edn", "{:process 0, :type :invoke, :f :push, :value 1}{:process 0, :type :ok, :f :push, :value 1}{:process 0, :type :invoke, :f :pop}{:process 0, :type :ok, :f :pop, :value 2}", 1)]
    public void Histories_of_Jepsen_are_judged(string file, string text, int code)
    {
        using var folder = new TemporaryFolder();
        folder.Write(file, text);
        MmlResult result = Mml.Run("verify", Path.Combine(folder.Path, file));
        Assert.Equal(code, result.Code);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        if (code == 64) Assert.Contains($"{file}:", result.Errors, StringComparison.Ordinal);
    }
}
