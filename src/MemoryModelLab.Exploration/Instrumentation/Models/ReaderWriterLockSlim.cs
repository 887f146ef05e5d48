using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>
/// A lock for one writer or any number of readers, without recursion. Whatever the original does to its state it does under a lock that it takes by a
/// compare-exchange: so entering and leaving are full fences. A wait with a time limit may end where the lock was seen taken.
/// </summary>
[StandsFor(typeof(System.Threading.ReaderWriterLockSlim))]
public sealed class ReaderWriterLockSlim : IDisposable
{
    private const int Writer = int.MaxValue;

    // How many read; or a writer.
    private int state;

    /// <summary>How many read: a plain read.</summary>
    public int CurrentReadCount => Hooks.Load(ref this.state, Here.Site) is var state and not Writer ? state : 0;

    /// <summary>Whether the thread reads.</summary>
    public bool IsReadLockHeld => Held == Kind.Read;

    /// <summary>Whether the thread writes.</summary>
    public bool IsWriteLockHeld => Held == Kind.Write;

    /// <summary>None.</summary>
    public LockRecursionPolicy RecursionPolicy => LockRecursionPolicy.NoRecursion;

    private Kind Held
    {
        get => Session.Current?.ThreadOwn<Hold>(this).Kind ?? Kind.None;

        set
        {
            if (Session.Current is { } session)
                session.ThreadOwn<Hold>(this).Kind = value;
        }
    }

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create() => Hooks.Allocate<ReaderWriterLockSlim>();

    /// <summary>What <c>newobj</c> does; recursion is not modelled.</summary>
    public static object Create(LockRecursionPolicy recursionPolicy) => recursionPolicy == LockRecursionPolicy.NoRecursion
        ? Create()
        : throw new UnsupportedCodeException("a ReaderWriterLockSlim that supports recursion is not supported by the explorer");

    /// <summary>Begins to read.</summary>
    public void EnterReadLock() => TryEnterReadLock(Timeout.Infinite);

    /// <summary>Begins to read, or gives up.</summary>
    public bool TryEnterReadLock(int millisecondsTimeout)
    {
        bool isLimited = Here.IsLimited(millisecondsTimeout);
        DemandNotHeld();
        while (!Here.TryAdd(ref state, 1, Writer - 1, MemoryOrder.Full, out _))
        {
            if (isLimited)
                return false;
            Here.Wait();
        }
        Held = Kind.Read;
        return true;
    }

    /// <summary>Begins to read, or gives up.</summary>
    public bool TryEnterReadLock(TimeSpan timeout) => TryEnterReadLock(Here.Milliseconds(timeout));

    /// <summary>Has read.</summary>
    public void ExitReadLock()
    {
        GiveUp(Kind.Read);
        Hooks.Decrement(ref state, Here.Site);
    }

    /// <summary>Begins to write.</summary>
    public void EnterWriteLock() => TryEnterWriteLock(Timeout.Infinite);

    /// <summary>Begins to write, or gives up.</summary>
    public bool TryEnterWriteLock(int millisecondsTimeout)
    {
        bool isLimited = Here.IsLimited(millisecondsTimeout);
        DemandNotHeld();
        while (!Here.Replace(ref state, 0, Writer))
        {
            if (isLimited)
                return false;
            Here.Wait();
        }
        Held = Kind.Write;
        return true;
    }

    /// <summary>Begins to write, or gives up.</summary>
    public bool TryEnterWriteLock(TimeSpan timeout) => TryEnterWriteLock(Here.Milliseconds(timeout));

    /// <summary>Has written.</summary>
    public void ExitWriteLock()
    {
        GiveUp(Kind.Write);
        Hooks.Exchange(ref state, 0, Here.Site);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void DemandNotHeld()
    {
        if (Held != Kind.None)
            throw new LockRecursionException("Recursive lock acquisitions are not allowed in this mode.");
    }

    private void GiveUp(Kind kind)
    {
        if (Session.Current is not null && Held != kind)
            throw new SynchronizationLockException("The lock is being released without being held.");
        Held = Kind.None;
    }

    private enum Kind
    {
        None,
        Read,
        Write,
    }

    // What a thread has.
    private sealed class Hold
    {
        public Kind Kind;
    }
}
