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

    /// <summary>Takes the lock of an object.</summary>
    public static void Enter(object target)
    {
        if (IsEvent())
            SharedMemory.Enter(target, Site);
        else
            System.Threading.Monitor.Enter(target);
    }

    /// <summary>Takes the lock of an object if it is free.</summary>
    public static bool TryEnter(object target) =>
        IsEvent() ? SharedMemory.TryEnter(target, Site) : System.Threading.Monitor.TryEnter(target);

    /// <summary>Gives the lock of an object back.</summary>
    public static void Exit(object target)
    {
        if (IsEvent())
            SharedMemory.Exit(target, Site);
        else
            System.Threading.Monitor.Exit(target);
    }
}
