namespace MemoryModelLab.Cli.Rendering;

/// <summary>A line on standard error that says how far a long command is; nothing when standard error is not a terminal.</summary>
internal sealed class ProgressBar(int total) : IDisposable
{
    private const int Width = 30;
    private readonly bool live = total > 1 && !Console.IsErrorRedirected && !Console.IsOutputRedirected;
    private int done;

    /// <summary>One more is done.</summary>
    public void Step(string name)
    {
        done++;
        if (!live) return;
        int filled = Width * done / total;
        Console.Error.Write($"\r\u001b[K[{new string('#', filled)}{new string('.', Width - filled)}] {done}/{total} {name}\r");
        if (done == total) Dispose();
    }

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        if (live) Console.Error.Write("\r\u001b[K");
    }
}
