namespace MemoryModelLab.Stores.Substitutes;

/// <summary>
/// A reader-writer lock from a monitor, which Coyote controls, with the members of <see cref="System.Threading.ReaderWriterLockSlim"/> that
/// the stores use. It takes that type's place where stores are built to be explored: what is explored is the store, not the platform's lock.
/// </summary>
internal sealed class MonitorReaderWriterLock : IDisposable
{
    private readonly object _gate = new();
    private int _readers;
    private bool _isWritten;

    public MonitorReaderWriterLock(LockRecursionPolicy policy)
    {
        if (policy != LockRecursionPolicy.NoRecursion)
            throw new ArgumentOutOfRangeException(nameof(policy), policy, "Expected a lock without recursion.");
    }

    public void EnterReadLock()
    {
        lock (_gate)
        {
            while (_isWritten)
                Monitor.Wait(_gate);
            _readers++;
        }
    }

    public void ExitReadLock()
    {
        lock (_gate)
        {
            _readers--;
            Monitor.PulseAll(_gate);
        }
    }

    public void EnterWriteLock()
    {
        lock (_gate)
        {
            while (_isWritten || _readers > 0)
                Monitor.Wait(_gate);
            _isWritten = true;
        }
    }

    public void ExitWriteLock()
    {
        lock (_gate)
        {
            _isWritten = false;
            Monitor.PulseAll(_gate);
        }
    }

    public void Dispose()
    {
    }
}
