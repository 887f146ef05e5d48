namespace MemoryModelLab.Cli;

/// <summary>Ctrl-C: the first asks the work to end and print what it has; a second one, or work that does not hear, ends the process.</summary>
internal sealed class Interrupt : IDisposable
{
    // Work looks at the token every few milliseconds. What blocks for longer waits on something outside, such as a pipe nobody writes to.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource source = new();
    private Timer? deadline;

    public Interrupt() => Console.CancelKeyPress += Pressed;

    /// <summary>Cancelled by Ctrl-C.</summary>
    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        Console.CancelKeyPress -= Pressed;
        deadline?.Dispose();
        source.Dispose();
    }

    private void Pressed(object? sender, ConsoleCancelEventArgs pressed)
    {
        pressed.Cancel = true;
        if (source.IsCancellationRequested) Environment.Exit((int)ExitCode.Interrupted);
        deadline = new Timer(_ => Environment.Exit((int)ExitCode.Interrupted), null, Grace, Timeout.InfiniteTimeSpan);
        source.Cancel();
    }
}
