using System.Diagnostics;

namespace MemoryModelLab.Cli.Tests;

/// <summary>Runs <c>mml</c> as a user does: as a process, with its own exit code and streams.</summary>
internal static class Mml
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(6);

    /// <summary>The folder of the solution.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Runs <c>mml</c> with <paramref name="arguments"/> in the repository's folder.</summary>
    public static MmlResult Run(params string[] arguments) =>
        Execute("dotnet", [Path.Combine(AppContext.BaseDirectory, "mml.dll"), .. arguments], Repository);

    /// <summary>Runs a program and waits for it.</summary>
    public static MmlResult Execute(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Longest))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {Longest}");
        }

        return new MmlResult(process.ExitCode, output.Result, errors.Result);
    }

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "MemoryModelLab.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("the tests run inside the repository");
    }
}

/// <summary>How a process ended and what it said.</summary>
internal sealed record MmlResult(int Code, string Output, string Errors)
{
    /// <summary>The lines of standard output, trailing blanks removed.</summary>
    public string[] Lines => [.. Output.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0)];
}
