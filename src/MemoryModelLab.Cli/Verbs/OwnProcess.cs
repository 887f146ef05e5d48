using System.Diagnostics;
using MemoryModelLab.Hardware.MachineCode;

namespace MemoryModelLab.Cli.Verbs;

/// <summary>Runs this very command again, in a process whose runtime compiles otherwise.</summary>
internal static class OwnProcess
{
    // Less than an interrupted process has before it ends anyway (Interrupt).
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Starts it and waits; it writes where this process writes, and its exit code is ours.</summary>
    public static int Run(JitMode mode, CancellationToken cancellation) => Run(JitEnvironment.For(mode), cancellation);

    /// <summary>The same with variables of one's own.</summary>
    public static int Run(IEnumerable<KeyValuePair<string, string>> environment, CancellationToken cancellation)
    {
        string[] words = Environment.GetCommandLineArgs();
        string program = Environment.ProcessPath ?? throw new NotSupportedException("this system does not tell the path of a process");

        // Of an application that dotnet runs, the first word is its assembly.
        bool hosted = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(program, hosted ? words : words.Skip(1));
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start) ?? throw new NotSupportedException($"{program} does not start");

        // Ctrl-C reaches both, and the other prints what it has; who ends only this process ends the other with it, before this one ends.
        using CancellationTokenRegistration end = cancellation.Register(() =>
        {
            if (!process.WaitForExit(Patience)) process.Kill(entireProcessTree: true);
        });
        process.WaitForExit();
        return process.ExitCode;
    }
}
