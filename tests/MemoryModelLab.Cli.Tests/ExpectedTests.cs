namespace MemoryModelLab.Cli.Tests;

/// <summary><c>mml check --expected</c>: it finds a wrong record, and the corpus beside the checkout holds.</summary>
public sealed class ExpectedTests
{
    private const string Test = "X86 t\n{ }\nP0 | P1;\nMOV [x],$1 | MOV EAX,[x];\nexists (1:EAX=1)\n";

    [Theory]
    [InlineData("""{"file": "t.litmus", "model": "sc", "states": ["1:EAX=0;", "1:EAX=1;"], "verdict": "Ok", "observation": "Sometimes", "positive": 1, "negative": 1}""", 0, "1 of 1 as expected")]
    [InlineData("""{"file": "t.litmus", "model": "sc", "states": ["1:EAX=0;", "1:EAX=2;"], "verdict": "Ok"}""", 1, "missing 1:EAX=2;; extra 1:EAX=1;")]
    [InlineData("""{"file": "t.litmus", "model": "sc", "verdict": "No"}""", 1, "verdict Ok, recorded No")]
    [InlineData("""{"file": "t.litmus", "model": "sc", "observation": "Never"}""", 1, "observation Sometimes, recorded Never")]
    [InlineData("""{"file": "t.litmus", "model": "sc", "states_count": 3}""", 1, "2 states, recorded 3")]
    [InlineData("""{"file": "t.litmus", "model": "sc", "verdict": "Ok", "positive": 7}""", 0, "1 differ in the number of executions")]
    [InlineData("""{"file": "u.litmus", "model": "sc"}""", 1, "0 of 1 as expected")]
    [InlineData("{", 64, "manifest.jsonl:1:")]
    public void A_manifest_is_compared(string manifest, int code, string message)
    {
        using var folder = new TemporaryFolder();
        folder.Write("t.litmus", Test);
        folder.Write("manifest.jsonl", manifest + "\n");
        MmlResult result = Mml.Run("check", folder.Path, "--expected");
        Assert.Equal(code, result.Code);
        Assert.Contains(message, result.Output + result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_beside_the_tests_are_compared()
    {
        using var folder = new TemporaryFolder();
        folder.Write("t.litmus", Test);
        folder.Write("t.expected", "sc Ok Sometimes\nx86-tso No Never\n");
        MmlResult result = Mml.Run("check", folder.Path, "--expected");
        Assert.Equal(1, result.Code);
        Assert.Equal("1 of 2 as expected", result.Lines[^1]);
        Assert.Contains("under x86-tso: verdict Ok, recorded No", result.Output, StringComparison.Ordinal);
    }

    [CorpusFact]
    public void Every_recorded_answer_of_the_corpus_holds()
    {
        MmlResult result = Mml.Run("check", CorpusFactAttribute.Folder!, "--expected", "--strict-counts");
        Assert.Equal("1990 of 1990 as expected", result.Lines[^1]);
        Assert.Equal(0, result.Code);
    }

    /// <summary>A fact about the recorded corpus, skipped where that does not stand beside the checkout.</summary>
    private sealed class CorpusFactAttribute : FactAttribute
    {
        public CorpusFactAttribute()
        {
            if (Folder is null) Skip = "the corpus is not beside this checkout (../shared/corpus/herd, or MML_CORPUS)";
        }

        public static string? Folder { get; } =
            ((string?[])[Environment.GetEnvironmentVariable("MML_CORPUS"), Path.Combine(Mml.Repository, "..", "shared", "corpus", "herd")])
            .FirstOrDefault(f => f is not null && File.Exists(Path.Combine(f, "manifest.jsonl")));
    }
}
