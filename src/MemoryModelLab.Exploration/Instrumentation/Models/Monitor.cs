using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>Locks of objects. Time does not pass: an attempt with a time limit fails where the lock is taken.</summary>
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
        lockTaken = true;
    }

    /// <summary>Takes a lock if it is free.</summary>
    public static bool TryEnter(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return Here.TryEnter(obj);
    }

    /// <summary>Takes a lock if it is free.</summary>
    public static void TryEnter(object obj, ref bool lockTaken) => lockTaken = TryEnter(obj);

    /// <summary>Takes a lock if it is free; waits for it without a limit only.</summary>
    public static bool TryEnter(object obj, int millisecondsTimeout)
    {
        if (millisecondsTimeout != Timeout.Infinite)
            return TryEnter(obj);
        Enter(obj);
        return true;
    }

    /// <summary>Takes a lock if it is free; waits for it without a limit only.</summary>
    public static void TryEnter(object obj, int millisecondsTimeout, ref bool lockTaken) => lockTaken = TryEnter(obj, millisecondsTimeout);

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

    /// <summary>Wakes one that waits.</summary>
    public static void Pulse(object obj)
    {
        if (Here.IsEvent())
            SharedMemory.Pulse(obj, Here.Site);
        else
            System.Threading.Monitor.Pulse(obj);
    }

    /// <summary>Wakes all that wait.</summary>
    public static void PulseAll(object obj)
    {
        if (Here.IsEvent())
            SharedMemory.PulseAll(obj, Here.Site);
        else
            System.Threading.Monitor.PulseAll(obj);
    }
}
