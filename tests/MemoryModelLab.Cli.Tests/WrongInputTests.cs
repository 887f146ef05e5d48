namespace MemoryModelLab.Cli.Tests;

/// <summary>Wrong input ends with what is wrong, where, and what would be right; never with a stack trace.</summary>
public sealed class WrongInputTests
{
    [Theory]
    [InlineData("no such file, folder or test; did you mean 'SB+mfences'?", "check", "SB+mfence5")]
    [InlineData("no model is called 'x86tso'; did you mean 'x86-tso'?", "check", "litmus/classic/x64/SB.litmus", "--model", "x86tso")]
    [InlineData("no .litmus file in this folder", "check", "docs")]
    [InlineData("no verb is called 'chekc'; did you mean 'check'?", "chekc", "x")]
    [InlineData("no option is called '--verison'; did you mean '--version'?", "--verison")]
    [InlineData("check has no option '--modle'; did you mean '--model'?", "check", "--modle", "sc", "litmus/classic/x64/SB.litmus")]
    [InlineData("which verb? There are run, compare, merge, check, sim, generate, jit, list, models, explain, verify, explore, bench, stress, demo, doctor.")]
    [InlineData("--loop-bound 0: expected a number from 1", "check", "litmus/classic/x64/SB.litmus", "--loop-bound", "0")]
    [InlineData("--graph: expected the name of a file", "check", "litmus/classic/x64/SB.litmus", "--graph", "")]
    [InlineData("--time-limit soon: expected a number, such as 2 or 0.5", "check", "SB", "--time-limit", "soon")]
    [InlineData("--time-limit 1E+300: expected a number of seconds above 0, and at most 2592000 (30 days)", "run", "SB", "--time-limit", "1e300")]
    [InlineData("--time-limit NaN: expected a number of seconds above 0", "verify", "h.jsonl", "--time-limit", "NaN")]
    [InlineData("--seed 99999999999: expected a whole number from -2147483648 to 2147483647", "run", "SB", "--seed", "99999999999")]
    [InlineData("--seed -1: expected a whole number from 0 to 18446744073709551615", "sim", "SB", "--seed", "-1")]
    [InlineData("--executions many: expected a whole number from", "explore", "--assembly", "x.dll", "--executions", "many")]
    [InlineData("--repeat 99999999999: expected 1 to 1000", "run", "SB", "--repeat", "99999999999")]
    [InlineData("--mode batchd: expected auto or batched or perpetual or timed; did you mean 'batched'?", "run", "SB", "--mode", "batchd")]
    [InlineData("--mode 2: expected auto", "run", "SB", "--mode", "2")]
    [InlineData("--time-limit -1: expected a number of seconds", "check", "litmus/classic/x64/SB.litmus", "--time-limit", "-1")]
    [InlineData("--iterations 0: expected a number from 1", "run", "litmus/classic/csharp/SB.litmus", "--iterations", "0")]
    [InlineData("nowhere.cat", "check", "litmus/classic/x64/SB.litmus", "--cat", "nowhere.cat")]
    [InlineData("no such test or model; did you mean 'arm64'?", "explain", "arm46")]
    [InlineData("nothing is recorded here", "check", "--expected", "README.md")]
    public void The_message_helps(string message, params string[] arguments)
    {
        MmlResult result = Mml.Run(arguments);
        Assert.Equal(64, result.Code);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.StartsWith("Next: mml ", result.Errors.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", ":1:1: ")]
    [InlineData("\u0000\u0001\u0002", ":1:1: ")]
    [InlineData("X86 t\n{ }\nP0;\nMOVE EAX,[x];\nexists (0:EAX=0)\n", ":4:1: ")]
    [InlineData("X86 t\n{ }\nP0;\nMOV EAX,[x];\nexists (0:EAX=\n", ":6:1: ")]
    [InlineData("CSharp t\n{ x = 0; }\nstatic void P0(ref int x) { x = y; }\nexists (x=1)\n", ":3:33: ")]
    public void A_malformed_test_is_located(string text, string place)
    {
        using var folder = new TemporaryFolder();
        MmlResult result = Mml.Run("check", folder.Write("t.litmus", text));
        Assert.Equal(64, result.Code);
        Assert.Contains("t.litmus" + place, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_no_test_can_be_is_not_read()
    {
        using var folder = new TemporaryFolder();
        MmlResult result = Mml.Run("check", folder.Write("huge.litmus", new string('x', 2 << 20)));
        Assert.Equal(64, result.Code);
        Assert.Contains("larger than", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check", "/dev/zero")]
    [InlineData("explain", "/dev/zero")]
    public void A_device_that_never_ends_is_left(params string[] arguments)
    {
        if (!File.Exists("/dev/zero")) return;
        MmlResult result = Mml.Run(arguments);
        Assert.Equal(64, result.Code);
        Assert.Contains("larger than", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void One_malformed_test_does_not_hide_the_others()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.litmus", "nonsense");
        folder.Write("b.litmus", "X86 b\n{ }\nP0;\nMOV EAX,[x];\nexists (0:EAX=0)\n");
        MmlResult result = Mml.Run("check", folder.Path);
        Assert.Equal(64, result.Code);
        Assert.Contains(result.Lines, l => l.StartsWith("b ", StringComparison.Ordinal));
        Assert.Contains("2 tests: 0 with outcomes that should not be, 0 inconclusive, 1 unreadable", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_pipe_ends_quietly()
    {
        if (OperatingSystem.IsWindows()) return;
        string mml = Path.Combine(AppContext.BaseDirectory, "mml.dll");
        MmlResult result = Mml.Execute("bash", ["-c", $"dotnet '{mml}' check litmus/classic/aarch64 | head -n 1"], Mml.Repository);
        Assert.Equal(0, result.Code);
        Assert.Single(result.Lines);
        Assert.DoesNotContain("rror", result.Errors, StringComparison.Ordinal);
    }
}
