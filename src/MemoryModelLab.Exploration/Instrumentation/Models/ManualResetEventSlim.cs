namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>
/// A signal that stays. The original sets and resets it by <c>Interlocked</c> operations, which are full fences, and reads it volatile. A wait with a
/// time limit may end where it was not seen.
/// </summary>
[StandsFor(typeof(System.Threading.ManualResetEventSlim))]
public sealed class ManualResetEventSlim : IDisposable
{
    private int set;

    /// <summary>Whether it is given.</summary>
    public bool IsSet => Here.Read(ref set) != 0;

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create() => Create(false);

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(bool initialState)
    {
        var created = Hooks.Allocate<ManualResetEventSlim>();
        Here.Write(ref created.set, initialState ? 1 : 0);
        return created;
    }

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(bool initialState, int spinCount) => Create(initialState);

    /// <summary>Gives it; a full fence.</summary>
    public void Set() => Hooks.Exchange(ref set, 1, Here.Site);

    /// <summary>Takes it back.</summary>
    public void Reset() => Hooks.Exchange(ref set, 0, Here.Site);

    /// <summary>Waits for it.</summary>
    public void Wait()
    {
        while (!IsSet)
            Here.Wait();
    }

    /// <summary>Waits for it, or gives up.</summary>
    public bool Wait(int millisecondsTimeout)
    {
        if (Here.IsLimited(millisecondsTimeout))
            return IsSet;
        Wait();
        return true;
    }

    /// <summary>Waits for it, or gives up.</summary>
    public bool Wait(TimeSpan timeout) => Wait(Here.Milliseconds(timeout));

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
