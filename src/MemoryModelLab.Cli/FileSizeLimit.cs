using System.Runtime.InteropServices;

namespace MemoryModelLab.Cli;

/// <summary>A limit on the size of files (<c>ulimit -f</c>): the system ends who goes beyond it, unless he takes the signal; then the write fails, which is told.</summary>
internal static class FileSizeLimit
{
    private const PosixSignal Exceeded = (PosixSignal)25; // SIGXFSZ, on Linux and macOS

    /// <summary>Takes the signal as long as the result lives.</summary>
    public static IDisposable? Take() => OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(Exceeded, context => context.Cancel = true);
}
