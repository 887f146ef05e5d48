using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>What models do beside accesses: wait, and say where they were called from.</summary>
internal static class Here
{
    /// <summary>The site the model was called from.</summary>
    public static int Site => Session.Current?.CallerSite ?? 0;

    /// <summary>Nothing can be done before what was read last has changed.</summary>
    public static void Wait()
    {
        if (Session.Current is { } session)
            session.Wait();
        else
            System.Threading.Thread.Yield();
    }

    /// <summary>How many events of the thread there are.</summary>
    public static int Position => Session.Current is null ? 0 : SharedMemory.Current.Position;

    /// <summary>Nothing can be done before something has changed that was read since a position.</summary>
    public static void WaitSince(int position)
    {
        if (Session.Current is { } session)
            session.WaitSince(position);
        else
            System.Threading.Thread.Yield();
    }

    /// <summary>Whether the code is under exploration; what it does next is then an event, and part of no round that repeats itself.</summary>
    public static bool IsEvent()
    {
        if (Session.Current is not { } session)
            return false;
        session.StopRepeating();
        return true;
    }

    /// <summary>Reads.</summary>
    public static T Read<T>(ref T field) => Hooks.LoadVolatile(ref field, Site);

    /// <summary>Writes.</summary>
    public static void Write<T>(ref T field, T value) => Hooks.StoreVolatile(ref field, value, Site);

    /// <summary>Replaces a value by another, if it is still there.</summary>
    public static bool Replace(ref int field, int from, int to) => Hooks.CompareExchange(ref field, to, from, Site) == from;

    /// <summary>
    /// Adds to a counter, unless it would get below zero or above a maximum; whether it did, and what the counter was. One operation, for what
    /// the original does in several that nothing comes between.
    /// </summary>
    public static bool TryAdd(ref int counter, int amount, int most, MemoryOrder order, out int before)
    {
        if (Session.Current is { } session)
        {
            before = session.Modify(ref counter, Update.AddWithin, amount, most, Site, order);
            return UpdateFunction.IsWithin(before + amount, most);
        }
        do
        {
            before = Volatile.Read(ref counter);
            if (!UpdateFunction.IsWithin(before + amount, most))
                return false;
        }
        while (Interlocked.CompareExchange(ref counter, before + amount, before) != before);
        return true;
    }

    /// <summary>Puts a value in the place of what was there, as under a lock: acquires and releases.</summary>
    public static void Put(ref int field, int value)
    {
        if (Session.Current is { } session)
            session.Modify(ref field, Update.Exchange, value, 0, Site, MemoryOrder.AcquireRelease);
        else
            Interlocked.Exchange(ref field, value);
    }

    /// <summary>The milliseconds of a time limit; -1 is none.</summary>
    public static int Milliseconds(TimeSpan timeout)
    {
        double milliseconds = timeout.TotalMilliseconds;
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1, nameof(timeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, int.MaxValue, nameof(timeout));
        return (int)milliseconds;
    }

    /// <summary>Whether there is a time limit.</summary>
    public static bool IsLimited(int millisecondsTimeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, Timeout.Infinite);
        return millisecondsTimeout != Timeout.Infinite;
    }

    /// <summary>Takes the lock of an object.</summary>
    public static void Enter(object target)
    {
        if (IsEvent())
            Event(() => SharedMemory.Enter(target, Site));
        else
            System.Threading.Monitor.Enter(target);
    }

    /// <summary>Takes the lock of an object if it is free.</summary>
    public static bool TryEnter(object target)
    {
        if (!IsEvent())
            return System.Threading.Monitor.TryEnter(target);
        Session.Current!.Demand(typeof(Monitor));
        bool isTaken = false;
        Event(() => isTaken = SharedMemory.TryEnter(target, Site));
        return isTaken;
    }

    /// <summary>Whether the thread has the lock of an object.</summary>
    public static bool IsHeld(object target) =>
        Session.Current is null ? System.Threading.Monitor.IsEntered(target) : SharedMemory.Current.Monitors.IsHeld(target);

    /// <summary>Gives the lock of an object back.</summary>
    public static void Exit(object target)
    {
        if (IsEvent())
            Event(() => SharedMemory.Exit(target, Site));
        else
            System.Threading.Monitor.Exit(target);
    }

    /// <summary>Waits for the end of a thread.</summary>
    public static void Join(int thread) => Event(() => SharedMemory.Join(thread, Site));

    /// <summary>Does something that other threads see, or that shows what they have done, maybe inside of a call that memory was lent to.</summary>
    private static void Event(Action action)
    {
        bool isInside = Session.Current!.Interrupt();
        action();
        if (isInside)
            Session.Current!.Resume();
    }
}
