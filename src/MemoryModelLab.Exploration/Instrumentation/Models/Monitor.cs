using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>
/// Locks of objects: taking one acquires, giving it back releases, and neither is a full fence. An attempt with a time limit may fail where the lock was seen taken,
/// and a wait with one may end where no pulse was seen.
/// </summary>
[StandsFor(typeof(System.Threading.Monitor))]
public static class Monitor
{
    /// <summary>Takes a lock.</summary>
    public static void Enter(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        Here.Enter(obj);
    }

    /// <summary>Takes a lock, and says so.</summary>
    public static void Enter(object obj, ref bool lockTaken)
    {
        Enter(obj);
        Hooks.Store(ref lockTaken, true, Here.Site);
    }

    /// <summary>Takes a lock if it is free.</summary>
    public static bool TryEnter(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return Here.TryEnter(obj);
    }

    /// <summary>Takes a lock if it is free.</summary>
    public static void TryEnter(object obj, ref bool lockTaken) => Hooks.Store(ref lockTaken, TryEnter(obj), Here.Site);

    /// <summary>Takes a lock if it is free; waits for it without a limit only.</summary>
    public static bool TryEnter(object obj, int millisecondsTimeout)
    {
        if (Here.IsLimited(millisecondsTimeout))
            return TryEnter(obj);
        Enter(obj);
        return true;
    }

    /// <summary>Takes a lock if it is free; waits for it without a limit only.</summary>
    public static void TryEnter(object obj, int millisecondsTimeout, ref bool lockTaken) => Hooks.Store(ref lockTaken, TryEnter(obj, millisecondsTimeout), Here.Site);

    /// <summary>Takes a lock if it is free; waits for it without a limit only.</summary>
    public static bool TryEnter(object obj, TimeSpan timeout) => TryEnter(obj, Here.Milliseconds(timeout));

    /// <summary>Takes a lock if it is free; waits for it without a limit only.</summary>
    public static void TryEnter(object obj, TimeSpan timeout, ref bool lockTaken) => TryEnter(obj, Here.Milliseconds(timeout), ref lockTaken);

    /// <summary>Whether the thread has a lock.</summary>
    public static bool IsEntered(object obj) => Here.IsHeld(obj);

    /// <summary>Gives a lock back.</summary>
    public static void Exit(object obj) => Here.Exit(obj);

    /// <summary>Gives a lock back until it is pulsed.</summary>
    public static bool Wait(object obj)
    {
        if (!Here.IsEvent())
            return System.Threading.Monitor.Wait(obj);
        SharedMemory.Wait(obj, Here.Site);
        return true;
    }

    /// <summary>Gives a lock back until it is pulsed, or for a time; whether it was pulsed in time.</summary>
    public static bool Wait(object obj, int millisecondsTimeout)
    {
        if (!Here.IsLimited(millisecondsTimeout) || !Here.IsEvent())
            return Wait(obj);
        Session.Current!.Demand(typeof(Monitor));
        return SharedMemory.Current.Monitors.WaitForTime(obj, Here.Site);
    }

    /// <summary>Gives a lock back until it is pulsed, or for a time; whether it was pulsed in time.</summary>
    public static bool Wait(object obj, TimeSpan timeout) => Wait(obj, Here.Milliseconds(timeout));

    /// <summary>Wakes one that waits.</summary>
    public static void Pulse(object obj) => Pulse(obj, false);

    /// <summary>Wakes all that wait.</summary>
    public static void PulseAll(object obj) => Pulse(obj, true);

    private static void Pulse(object obj, bool all)
    {
        if (Here.IsEvent())
            SharedMemory.Current.Monitors.Pulse(obj, all, Session.Current!.IsDemanded(typeof(Monitor)), Here.Site);
        else if (all)
            System.Threading.Monitor.PulseAll(obj);
        else
            System.Threading.Monitor.Pulse(obj);
    }
}
