namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>
/// What the operating system has threads wait for. What these keep in order is not documented, and taken to be what a lock does: who gives releases, who has waited has
/// acquired. A wait with a time limit may end where what it waits for was not seen.
/// </summary>
[StandsFor(typeof(System.Threading.WaitHandle))]
public abstract class WaitHandle : IDisposable
{
    private protected WaitHandle()
    {
    }

    /// <summary>Waits.</summary>
    public bool WaitOne() => WaitOne(Timeout.Infinite);

    /// <summary>Waits, or gives up.</summary>
    public bool WaitOne(int millisecondsTimeout)
    {
        bool isLimited = Here.IsLimited(millisecondsTimeout);
        while (!TryTake())
        {
            if (isLimited)
                return false;
            Here.Wait();
        }
        return true;
    }

    /// <summary>Waits, or gives up.</summary>
    public bool WaitOne(TimeSpan timeout) => WaitOne(Here.Milliseconds(timeout));

    /// <summary>Nothing.</summary>
    public void Close() => Dispose();

    /// <inheritdoc/>
    public void Dispose() => GC.SuppressFinalize(this);

    private protected abstract bool TryTake();
}
