using System.Text.Json;

namespace MemoryModelLab.Cli.Tests;

/// <summary><c>mml generate</c>: one test, all up to a size, files, and what it makes of wrong input.</summary>
public sealed class GenerateTests
{
    [Fact]
    public void One_cycle_is_one_test_and_nothing_else()
    {
        MmlResult result = Mml.Run("generate", "--arch", "x64", "--cycle", "Rfe PodRR Fre PodWW");
        Assert.Equal(0, result.Code);
        Assert.Equal(
            [
                "X86_64 MP", "\"PodWW Rfe PodRR Fre\"", "{", "}",
                " P0          | P1            ;", " movl $1,(x) | movl (y),%eax ;", " movl $1,(y) | movl (x),%ebx ;",
                "exists (1:rax=1 /\\ 1:rbx=0)",
            ],
            result.Lines);
        Assert.StartsWith("Next: ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void All_up_to_a_size_are_listed_with_their_cycles()
    {
        MmlResult result = Mml.Run("generate", "--arch", "aarch64", "--edges", "Pod**");
        Assert.Equal(0, result.Code);
        Assert.Equal(["2+2W", "MP", "S", "R", "LB", "SB", "6"], result.Lines[..^1].Select(line => line.Split(' ')[0]));
        Assert.Equal("Next: mml generate … --out DIR, then mml check DIR", result.Lines[^1]);
    }

    [Fact]
    public void Files_are_written_once_and_never_over_something_else()
    {
        using var folder = new TemporaryFolder();
        string target = Path.Combine(folder.Path, "tests");
        string[] command = ["generate", "--arch", "csharp", "--edges", "Pod**", "--out", target];
        Assert.Contains("6 tests written", Mml.Run(command).Errors, StringComparison.Ordinal);
        Assert.Contains("0 tests written", Mml.Run(command).Errors, StringComparison.Ordinal);
        MmlResult check = Mml.Run("check", target, "--model", "sc");
        Assert.Equal(0, check.Code);
        Assert.Contains("6 tests: ", check.Output, StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(target, "SB.litmus"), "mine");
        File.Delete(Path.Combine(target, "MP.litmus"));
        MmlResult again = Mml.Run(command);
        Assert.Equal(64, again.Code);
        Assert.Contains("SB.litmus is there already and holds something else; nothing was written", again.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(target, "MP.litmus")));
    }

    [Fact]
    public void Json_has_a_schema_and_every_cycle()
    {
        using JsonDocument document = JsonDocument.Parse(Mml.Run("generate", "--arch", "x64", "--threads", "3", "--accesses", "6", "--edges", "Pod**", "--json", "-").Output);
        Assert.Equal("mml/generate/1", document.RootElement.GetProperty("schema").GetString());
        Assert.Equal((23, 23), (document.RootElement.GetProperty("count").GetInt32(), document.RootElement.GetProperty("tests").GetArrayLength()));
    }

    [Theory]
    [InlineData("--cycle \"Rfe PodRr Fre PodWW\"", "cycle:1:5: 'PodRr' is no edge of CSharp; did you mean 'PodRR'?")]
    [InlineData("--arch aarch46", "--arch aarch46: no dialect is called that; did you mean 'aarch64'?")]
    [InlineData("--threads 50", "50 threads, expected 2 to 6")]
    [InlineData("--accesses 1000000", "1000000 accesses, expected 3 to 8")]
    [InlineData("--edges Podd**", "edges:1:1: 'Podd**' is no edge of CSharp")]
    [InlineData("--edges Rfe", "edges:1:1: Rfe is external")]
    [InlineData("--annotations P,Z", "annotations:1:1: 'Z' is no annotation of CSharp")]
    [InlineData("--cycle \"Rfe PodRR Fre PodWW\" --threads 3", "--cycle is one test; --threads is for all up to a size")]
    [InlineData("--arch aarch64 --threads 4 --accesses 8 --annotations all --out x", "there are more than 10000 cycles; nothing was written")]
    [InlineData("--out no/such/folder", "--out no/such/folder: there is no folder")]
    [InlineData("--count --out .", "--count writes no tests; leave out --count or --out")]
    [InlineData("--edges \" \"", "--edges is empty; leave it out for all there are, or name some")]
    public void Wrong_input_is_refused_with_what_would_be_right(string arguments, string message)
    {
        string[] words = [.. arguments.Split('"').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        MmlResult result = Mml.Run(["generate", .. words]);
        Assert.Equal(64, result.Code);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }
}
