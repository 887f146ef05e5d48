namespace MemoryModelLab.Stores.Substitutes;

/// <summary>
/// A reader-writer lock from a monitor, which Coyote controls, with the members of <see cref="System.Threading.ReaderWriterLockSlim"/> that
/// the stores use. It takes that type's place where stores are built to be explored: what is explored is the store, not the platform's lock.
/// </summary>
internal sealed class MonitorReaderWriterLock : IDisposable
{
    private readonly object gate = new();
    private int readers;
    private bool isWritten;

    public MonitorReaderWriterLock(LockRecursionPolicy policy)
    {
        if (policy != LockRecursionPolicy.NoRecursion)
            throw new ArgumentOutOfRangeException(nameof(policy), policy, "Expected a lock without recursion.");
    }

    public void EnterReadLock()
    {
        lock (gate)
        {
            while (isWritten)
                Monitor.Wait(gate);
            readers++;
        }
    }

    public void ExitReadLock()
    {
        lock (gate)
        {
            readers--;
            Monitor.PulseAll(gate);
        }
    }

    public void EnterWriteLock()
    {
        lock (gate)
        {
            while (isWritten || readers > 0)
                Monitor.Wait(gate);
            isWritten = true;
        }
    }

    public void ExitWriteLock()
    {
        lock (gate)
        {
            isWritten = false;
            Monitor.PulseAll(gate);
        }
    }

    public void Dispose()
    {
    }
}
