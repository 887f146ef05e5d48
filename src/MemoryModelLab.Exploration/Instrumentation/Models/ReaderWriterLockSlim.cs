namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>A lock for one writer or any number of readers, without recursion: -1 is a writer, n are n readers.</summary>
[StandsFor(typeof(System.Threading.ReaderWriterLockSlim))]
public sealed class ReaderWriterLockSlim : IDisposable
{
    private int _state;

    /// <summary>How many read.</summary>
    public int CurrentReadCount => Math.Max(0, Here.Read(ref _state));

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create() => Hooks.Allocate<ReaderWriterLockSlim>();

    /// <summary>What <c>newobj</c> does; recursion is not modelled.</summary>
    public static object Create(LockRecursionPolicy recursionPolicy) => Create();

    /// <summary>Begins to read.</summary>
    public void EnterReadLock()
    {
        while (!TryEnterRead())
            Here.Wait();
    }

    /// <summary>Has read.</summary>
    public void ExitReadLock() => Hooks.Decrement(ref _state, Here.Site);

    /// <summary>Begins to write.</summary>
    public void EnterWriteLock()
    {
        while (!Here.Replace(ref _state, 0, -1))
            Here.Wait();
    }

    /// <summary>Has written.</summary>
    public void ExitWriteLock() => Hooks.Exchange(ref _state, 0, Here.Site);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private bool TryEnterRead()
    {
        for (int seen = Here.Read(ref _state); seen >= 0; seen = Here.Read(ref _state))
        {
            if (Here.Replace(ref _state, seen, seen + 1))
                return true;
        }
        return false;
    }
}
