using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace MemoryModelLab.Hardware.Campaigns;

/// <summary>The machine and the runtime that results come from: all that counts of different origin must not be added over.</summary>
/// <param name="Name">The machine's name.</param>
/// <param name="Architecture">Of this process: <c>x64</c>, <c>arm64</c>.</param>
/// <param name="Processor">The processor as the system names it.</param>
/// <param name="Processors">How many logical processors the process may use.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">The .NET runtime, whose compiler makes the code of C# tests.</param>
public sealed record Host(string Name, string Architecture, string Processor, int Processors, string System, string Runtime)
{
    /// <summary>This machine.</summary>
    public static Host Current { get; } = new(
        Environment.MachineName,
        RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
        ProcessorName(),
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription.Trim(),
        RuntimeInformation.FrameworkDescription);

    /// <summary>A short name for all of it, alike exactly when all of it is.</summary>
    public string Id() => Checksum.Of(Encoding.UTF8.GetBytes(ToString()));

    /// <summary>In what two hosts differ, as words: <c>processor A, not B</c>; null when they are the same.</summary>
    public string? DifferenceTo(Host other)
    {
        ArgumentNullException.ThrowIfNull(other);
        string[] differences =
        [
            .. Differs("machine", Name, other.Name),
            .. Differs("architecture", Architecture, other.Architecture),
            .. Differs("processor", Processor, other.Processor),
            .. Differs("logical processors", Text(Processors), Text(other.Processors)),
            .. Differs("system", System, other.System),
            .. Differs("runtime", Runtime, other.Runtime),
        ];
        return differences.Length == 0 ? null : string.Join("; ", differences);
    }

    private static string[] Differs(string what, string own, string others) => own == others ? [] : [$"{what} {own}, not {others}"];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // x86 kernels print a name; ARM kernels print who made the core and which one, as numbers.
    private static string ProcessorName()
    {
        const string info = "/proc/cpuinfo";
        if (!File.Exists(info)) return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
        string[] lines = File.ReadAllLines(info);
        return Field(lines, "model name") ?? $"implementer {Field(lines, "CPU implementer") ?? "?"} part {Field(lines, "CPU part") ?? "?"}";
    }

    private static string? Field(string[] lines, string name) =>
        Array.Find(lines, line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2) is [_, { } value] ? value.Trim() : null;
}
