using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>
/// The ahead-of-time compiler of .NET, crossgen2: the JIT in a program of its own, for any processor. It comes as a NuGet package that this
/// project's restore brings into the package folder; nothing of it is linked.
/// </summary>
internal static class Crossgen
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static string Package => Metadata("Crossgen2Package");

    private static string Version => Metadata("Crossgen2Version");

    /// <summary>Where the compiler is; null when this machine has none.</summary>
    public static string? Find()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64) return null;
        string folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string path = Path.Combine(folder, Package, Version, "tools", "crossgen2");
        return File.Exists(path) ? path : null;
    }

    /// <summary>How a user gets it, as a sentence.</summary>
    public static string HowToGet =>
        $"this needs the compiler crossgen2 in the NuGet package folder: put <PackageDownload Include=\"{Package}\" Version=\"[{Version}]\" /> into any project and run dotnet restore (Linux on x64 only)";

    /// <summary>Runs it in <paramref name="folder"/>.</summary>
    /// <exception cref="NotSupportedException">There is none, or it fails; the message says why.</exception>
    public static void Run(string folder, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        string path = Find() ?? throw new NotSupportedException(HowToGet);
        var start = new ProcessStartInfo(path) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start) ?? throw new NotSupportedException($"{path} does not start");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        using CancellationTokenRegistration kill = limit.Token.Register(() => process.Kill(entireProcessTree: true));
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None), errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode == 0) return;
        string said = (errors.Result + output.Result).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? $"exit code {process.ExitCode}";
        throw new NotSupportedException($"crossgen2 fails: {said}");
    }

    private static string Metadata(string key) => typeof(Crossgen).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(entry => entry.Key == key).Value!;
}
