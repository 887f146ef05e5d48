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
    public static object Create(LockRecursionPolicy recursionPolicy) => recursionPolicy == LockRecursionPolicy.NoRecursion
        ? Create()
        : throw new UnsupportedCodeException("a ReaderWriterLockSlim that supports recursion is not supported by the explorer");

    /// <summary>Begins to read.</summary>
    public void EnterReadLock()
    {
        CheckNotHeld();
        while (!TryEnterRead())
            Here.Wait();
        Keep(1);
    }

    /// <summary>Has read.</summary>
    public void ExitReadLock()
    {
        Release(1);
        Hooks.Decrement(ref _state, Here.Site);
    }

    /// <summary>Begins to write.</summary>
    public void EnterWriteLock()
    {
        CheckNotHeld();
        while (!Here.Replace(ref _state, 0, -1))
            Here.Wait();
        Keep(-1);
    }

    /// <summary>Has written.</summary>
    public void ExitWriteLock()
    {
        Release(-1);
        Hooks.Exchange(ref _state, 0, Here.Site);
    }

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

    private void CheckNotHeld()
    {
        if (Session.Current?.ThreadOwn<Hold>(this).Kind is not (null or 0))
            throw new LockRecursionException("Recursive lock acquisitions are not allowed in this mode.");
    }

    private void Keep(int kind)
    {
        if (Session.Current is { } session)
            session.ThreadOwn<Hold>(this).Kind = kind;
    }

    private void Release(int kind)
    {
        if (Session.Current is not { } session)
            return;
        Hold hold = session.ThreadOwn<Hold>(this);
        if (hold.Kind != kind)
            throw new SynchronizationLockException("The lock is being released without being held.");
        hold.Kind = 0;
    }

    private sealed class Hold
    {
        public int Kind;
    }
}
