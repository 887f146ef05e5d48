using System.Diagnostics;
using System.Globalization;

namespace MemoryModelLab.Cli.Tests;

/// <summary>Ctrl-C ends every command soon, with exit code 130 and what was done so far.</summary>
public sealed class InterruptTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    [UnixFact]
    public void A_run_prints_what_it_has()
    {
        (int code, string output, string errors) = Interrupted("run", "litmus/classic/csharp", "--time-limit", "1");
        Assert.Equal(130, code);
        Assert.Contains(" tests, ", output, StringComparison.Ordinal);
        Assert.Contains("interrupted; what is printed is what was done", errors, StringComparison.Ordinal);
    }

    [UnixFact]
    public void A_comparison_says_what_it_did_not_compare()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.litmus", "X86 small\n{ }\nP0;\nMOV EAX,[x];\nexists (0:EAX=0)\n");
        folder.Write("big.litmus", BigTest.Text);
        folder.Write("manifest.jsonl", """
            {"file": "small.litmus", "model": "sc", "verdict": "No"}
            {"file": "big.litmus", "model": "rc11", "verdict": "Ok"}

            """);
        (int code, string output, string errors) = Interrupted("check", folder.Path, "--expected");
        Assert.Equal(130, code);
        Assert.StartsWith("DIFFERS ", output, StringComparison.Ordinal);
        Assert.EndsWith("0 of 2 as expected\n", output, StringComparison.Ordinal);
        Assert.Contains("interrupted; 1 answers were not compared", errors, StringComparison.Ordinal);
    }

    [UnixFact]
    public void Input_that_never_comes_does_not_hold_it()
    {
        using var folder = new TemporaryFolder();
        string pipe = Path.Combine(folder.Path, "pipe");
        Assert.Equal(0, Mml.Execute("mkfifo", [pipe], folder.Path).Code);
        folder.Write("a.litmus", "nonsense");
        using Process process = Start("check", Path.Combine(folder.Path, "a.litmus"), pipe);
        Assert.Contains("a.litmus:1:1", FirstLine(process, process.StandardError), StringComparison.Ordinal);
        Assert.Equal(130, Interrupt(process).Code);
    }

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "mml.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Mml.Repository,
        })!;

    private static (int Code, string Output, string Errors) Interrupted(params string[] arguments)
    {
        using Process process = Start(arguments);
        string first = FirstLine(process, process.StandardOutput) + "\n"; // it has begun
        (int code, string output, string errors) = Interrupt(process);
        return (code, first + output, errors);
    }

    private static string? FirstLine(Process process, StreamReader reader)
    {
        Task<string?> line = reader.ReadLineAsync();
        bool came = line.Wait(Longest);
        if (!came) process.Kill(entireProcessTree: true);
        Assert.True(came, "it said nothing for a minute");
        return line.Result;
    }

    private static (int Code, string Output, string Errors) Interrupt(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        Assert.Equal(0, Mml.Execute("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)], Mml.Repository).Code);
        bool ended = process.WaitForExit(Longest);
        if (!ended) process.Kill(entireProcessTree: true);
        Assert.True(ended, "it went on for a minute after Ctrl-C");
        return (process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>A fact about signals, which Windows has not.</summary>
    private sealed class UnixFactAttribute : FactAttribute
    {
        public UnixFactAttribute()
        {
            if (OperatingSystem.IsWindows()) Skip = "there is no kill -INT on Windows";
        }
    }
}
