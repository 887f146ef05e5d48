using System.Diagnostics;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>
/// Makes <c>Debug.Assert</c> and <c>Trace.Assert</c> failures of the program under exploration, where the listener they come with ends the process.
/// Outside an exploration it does nothing, and the others have their turn.
/// </summary>
internal sealed class AssertionListener : TraceListener
{
    private static readonly Lock Installing = new();

    /// <summary>Puts it before all others, once.</summary>
    public static void Install()
    {
        lock (Installing)
        {
            if (!Trace.Listeners.OfType<AssertionListener>().Any()) Trace.Listeners.Insert(0, new AssertionListener());
        }
    }

    /// <inheritdoc/>
    public override void Fail(string? message) => Fail(message, null);

    /// <inheritdoc/>
    public override void Fail(string? message, string? detailMessage)
    {
        if (Session.Current is not null) throw new TraceAssertionException(string.Join(": ", new[] { message, detailMessage }.Where(text => !string.IsNullOrEmpty(text))));
    }

    /// <inheritdoc/>
    public override void Write(string? message)
    {
        // Traces are for the other listeners.
    }

    /// <inheritdoc/>
    public override void WriteLine(string? message) => Write(message);
}
