using System.Runtime.InteropServices;

namespace MemoryModelLab.Cli;

/// <summary>Ctrl-C, or a request to terminate: the first asks the work to end and print what it has; a second one, or work that does not hear, ends the process.</summary>
internal sealed class Interrupt : IDisposable
{
    // Work looks at the token every few milliseconds. What blocks for longer waits on something outside, such as a pipe nobody writes to.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations; // not Console.CancelKeyPress, which first prepares the terminal for reading keys
    private Timer? deadline;

    public Interrupt() => registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Pressed), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Pressed)];

    /// <summary>Cancelled by the first.</summary>
    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        deadline?.Dispose();
        source.Dispose();
    }

    private void Pressed(PosixSignalContext pressed)
    {
        pressed.Cancel = true;
        if (source.IsCancellationRequested) Environment.Exit((int)ExitCode.Interrupted);
        deadline = new Timer(_ => Environment.Exit((int)ExitCode.Interrupted), null, Grace, Timeout.InfiniteTimeSpan);
        source.Cancel();
    }
}
