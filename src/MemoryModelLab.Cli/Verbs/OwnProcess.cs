using System.Diagnostics;
using System.Globalization;
using MemoryModelLab.Hardware.MachineCode;

namespace MemoryModelLab.Cli.Verbs;

/// <summary>Runs this very command again, in a process whose runtime compiles otherwise.</summary>
internal static class OwnProcess
{
    // Less than an interrupted process has before it ends anyway (Interrupt).
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // The variable that tells a process which one started it so.
    private const string Starter = "MML_STARTED_BY";

    /// <summary>Ends this process with the one that started it so: one that is killed cannot end the other, which would run on unseen.</summary>
    public static void EndWithStarter()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(Starter), NumberStyles.None, CultureInfo.InvariantCulture, out int starter)) return;
        new Thread(() =>
        {
            WaitFor(starter);
            Environment.Exit((int)ExitCode.Interrupted);
        })
        { IsBackground = true }.Start();
    }

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
        start.Environment[Starter] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(start) ?? throw new NotSupportedException($"{program} does not start");

        // Ctrl-C reaches both, and the other prints what it has; who ends only this process ends the other with it, before this one ends.
        using CancellationTokenRegistration end = cancellation.Register(() =>
        {
            if (!process.WaitForExit(Patience)) process.Kill(entireProcessTree: true);
        });
        process.WaitForExit();
        return process.ExitCode;
    }

    private static void WaitFor(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.WaitForExit();
        }
        catch (ArgumentException)
        {
            return; // it is gone already
        }
    }
}
