using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MemoryModelLab.Cli.Tests;

/// <summary>Campaigns as a user runs them: killed, resumed, interrupted, compared and merged.</summary>
public sealed class CampaignTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    [Fact]
    public void Killed_at_any_moment_it_goes_on_and_counts_every_batch_once()
    {
        using var folder = new TemporaryFolder();
        string results = Path.Combine(folder.Path, "r.jsonl");
        string[] command = ["run", "litmus/classic/csharp/SB.litmus", "litmus/classic/csharp/MP.litmus", "--time", "4s", "--results", results];
        string[] before = [];
        var random = new Random(5);
        for (int kill = 0; kill < 4; kill++)
        {
            using Process process = Start(command);
            WaitForLines(results, before.Length + 1 + random.Next(3), process);
            process.Kill();
            process.WaitForExit();
            string[] now = WholeLines(results);
            Assert.Equal(before, now.Take(before.Length)); // what was whole stays
            before = now;
        }

        File.AppendAllText(results, "{\"run\":\"torn");
        MmlResult last = Mml.Run(command);
        Assert.Equal(0, last.Code);
        Assert.Contains("mml: resuming ", last.Errors, StringComparison.Ordinal);
        Assert.Contains("a torn line at its end was dropped", last.Errors, StringComparison.Ordinal);
        string[] lines = WholeLines(results);
        Assert.Equal(before, lines.Take(before.Length));
        JsonElement[] batches = [.. lines.Skip(1).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(Enumerable.Range(1, batches.Length), batches.Select(batch => batch.GetProperty("batch").GetInt32()));
        Assert.InRange(batches.Sum(batch => batch.GetProperty("spent").GetDouble()), 4000, 60000);
        long iterations = batches.Sum(batch => batch.GetProperty("iterations").GetInt64());

        // All is used up: the same command only says what is known.
        MmlResult again = Mml.Run([.. command, "--json", "-"]);
        Assert.Contains("are used up", again.Errors, StringComparison.Ordinal);
        Assert.Equal(lines, WholeLines(results));
        using JsonDocument document = JsonDocument.Parse(again.Output);
        Assert.Equal(iterations, document.RootElement.GetProperty("tests").EnumerateArray().Sum(test => test.GetProperty("hardware").GetProperty("iterations").GetInt64()));
    }

    [Fact]
    public async Task An_interrupted_campaign_says_what_it_knows()
    {
        if (OperatingSystem.IsWindows()) return; // there is no kill -INT
        using var folder = new TemporaryFolder();
        string results = Path.Combine(folder.Path, "r.jsonl");
        using Process process = Start("run", "litmus/classic/csharp/SB.litmus", "--time", "1h", "--results", results);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        WaitForLines(results, 2, process);
        Assert.Equal(0, Mml.Execute("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)], Mml.Repository).Code);
        bool ended = process.WaitForExit(Longest);
        if (!ended) process.Kill();
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("Observation SB ", await output, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_more_can_be_kept_what_is_known_is_told_and_kept()
    {
        if (!OperatingSystem.IsLinux()) return; // needs ulimit
        using var folder = new TemporaryFolder();
        string results = Path.Combine(folder.Path, "r.jsonl");
        string[] command = ["run", "litmus/classic/csharp/SB.litmus", "--time", "3s", "--results", results];
        string line = string.Join(' ', command.Select(word => $"'{word}'"));

        // Files of at most 2 KiB; the runtime keeps code in a file of its own unless told not to.
        MmlResult result = Mml.Execute("bash", ["-c", $"export DOTNET_EnableWriteXorExecute=0; ulimit -f 2; exec dotnet '{Path.Combine(AppContext.BaseDirectory, "mml.dll")}' {line}"], Mml.Repository);
        Assert.Equal(2, result.Code);
        Assert.Contains("Observation SB ", result.Output, StringComparison.Ordinal);
        Assert.Contains($"{results}: the last batch could not be written", result.Errors, StringComparison.Ordinal);
        string[] lines = WholeLines(results);
        Assert.True(lines.Length > 1);
        Assert.Equal(new FileInfo(results).Length, lines.Sum(each => each.Length + 1)); // nothing torn stands behind
        Assert.Contains($"mml: resuming {results}: {lines.Length - 1} batches", Mml.Run([.. command[..3], "0.1s", .. command[4..]]).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_violation_seen_before_a_kill_is_still_one_after_it()
    {
        using var folder = new TemporaryFolder();
        string test = folder.Write("t.litmus", "CSharp t\n{ x = 0; }\nstatic void P0(ref int x) { int r0 = x; }\nforbidden (0:r0=0) (* planted *)\n");
        string results = Path.Combine(folder.Path, "r.jsonl");
        Assert.Equal(1, Mml.Run("run", test, "--time", "0.3s", "--results", results).Code);
        MmlResult again = Mml.Run("run", test, "--time", "0.3s", "--results", results);
        Assert.Equal(1, again.Code);
        Assert.Contains("is graded forbidden: planted", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_that_is_not_optimised_has_a_campaign_of_its_own_that_ends_when_it_is_killed()
    {
        using var folder = new TemporaryFolder();
        string results = Path.Combine(folder.Path, "r.jsonl");
        string[] command = ["run", "litmus/classic/csharp/SB.litmus", "--results", results];
        using (Process process = Start([.. command, "--time", "1h", "--jit", "tier0"]))
        {
            WaitForLines(results, 2, process);
            process.Kill();
            process.WaitForExit();
        }

        // What it had started ends soon, and lets go of the file.
        string[] again = [.. command, "--time", "0.1s", "--jit", "tier0"];
        MmlResult resumed = Mml.Run(again);
        for (var clock = Stopwatch.StartNew(); resumed.Code == 64 && clock.Elapsed < Longest;) resumed = Mml.Run(again);
        Assert.Equal(0, resumed.Code);
        Assert.Contains("mml: resuming ", resumed.Errors, StringComparison.Ordinal);
        MmlResult optimised = Mml.Run([.. command, "--time", "1h"]);
        Assert.Equal(64, optimised.Code);
        Assert.Contains("compiled otherwise (--jit tier0, not tier1)", optimised.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_are_compared_and_merged()
    {
        using var folder = new TemporaryFolder();
        string[] files = [.. "abc".Select(name => Path.Combine(folder.Path, $"{name}.jsonl"))];
        foreach (string file in files[..2]) Assert.Equal(0, Mml.Run("run", "litmus/classic/csharp/MP+volatile.litmus", "--time", "0.3s", "--results", file).Code);
        MmlResult compared = Mml.Run("compare", files[0], files[1]);
        Assert.Equal(0, compared.Code);
        Assert.Contains("MP+volatile (CSharp)", compared.Lines);
        Assert.StartsWith("Next: ", compared.Lines[^1], StringComparison.Ordinal);
        using JsonDocument comparison = JsonDocument.Parse(Mml.Run("compare", files[0], files[1], "--json", "-").Output);
        Assert.Equal("mml/compare/1", comparison.RootElement.GetProperty("schema").GetString());

        Assert.Equal(0, Mml.Run("merge", files[0], files[1], files[0], "-o", files[2]).Code);
        string[] merged = WholeLines(files[2]);
        Assert.Equal(WholeLines(files[0]).Length + WholeLines(files[1]).Length - 1, merged.Length);
    }

    [Theory]
    [InlineData("--time 10", "--time 10: expected a duration of at most a year, as in 90s, 10m, 1h30m")]
    [InlineData("--time 1m --time-limit 3", "--time-limit, which are for each test, do not go with them")]
    [InlineData("--results README.md", "README.md: this is no results file")]
    [InlineData("--results nowhere/r.jsonl", "--results nowhere/r.jsonl: there is no folder")]
    [InlineData("--results docs", "--results docs: this is a folder")]
    [InlineData("--time 1e9s", "--time 1e9s: expected a duration of at most a year")]
    public void Wrong_input_is_refused_with_what_would_be_right(string arguments, string message)
    {
        MmlResult result = Mml.Run(["run", "litmus/classic/csharp/SB.litmus", .. arguments.Split(' ')]);
        Assert.Equal(64, result.Code);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docs", "docs: this is a folder, expected a results file in it")]
    [InlineData("nowhere.jsonl", "nowhere.jsonl: there is no such file; mml run")]
    [InlineData("README.md", "README.md: this is no results file")]
    [InlineData("", "a results file has a name")]
    public void What_is_no_results_file_is_neither_compared_nor_merged(string path, string message)
    {
        foreach (MmlResult result in (MmlResult[])[Mml.Run("compare", path, path), Mml.Run("merge", path, "-o", "merged.jsonl")])
        {
            Assert.Equal(64, result.Code);
            Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        }
    }

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "mml.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Mml.Repository,
        })!;

    private static void WaitForLines(string path, int count, Process process)
    {
        bool came = SpinWait.SpinUntil(() => WholeLines(path).Length >= count || process.HasExited, Longest);
        if (!came) process.Kill();
        Assert.True(came, "it wrote nothing for a minute");
    }

    private static string[] WholeLines(string path)
    {
        if (!File.Exists(path)) return [];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n')[..^1];
    }
}
