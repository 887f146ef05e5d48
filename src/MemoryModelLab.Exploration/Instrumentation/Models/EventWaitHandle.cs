using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>A signal that stays, or that one thread takes.</summary>
[StandsFor(typeof(System.Threading.EventWaitHandle))]
public class EventWaitHandle : WaitHandle
{
    private int set;
    private bool stays;

    private protected EventWaitHandle()
    {
    }

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(bool initialState, EventResetMode mode) => Make<EventWaitHandle>(initialState, mode == EventResetMode.ManualReset);

    /// <summary>Gives it.</summary>
    public bool Set() => Put(1);

    /// <summary>Takes it back.</summary>
    public bool Reset() => Put(0);

    private protected static T Make<T>(bool isSet, bool stays)
        where T : EventWaitHandle
    {
        var created = Hooks.Allocate<T>();
        Here.Write(ref created.set, isSet ? 1 : 0);
        Here.Write(ref created.stays, stays);
        return created;
    }

    private protected override bool TryTake() =>
        Here.Read(ref stays) ? Here.Read(ref set) != 0 : Here.TryAdd(ref set, -1, 1, MemoryOrder.AcquireRelease, out _);

    private bool Put(int value)
    {
        Here.Put(ref set, value);
        return true;
    }
}

/// <summary>A signal that stays.</summary>
[StandsFor(typeof(System.Threading.ManualResetEvent))]
public sealed class ManualResetEvent : EventWaitHandle
{
    private ManualResetEvent()
    {
    }

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(bool initialState) => Make<ManualResetEvent>(initialState, stays: true);
}

/// <summary>A signal that one thread takes.</summary>
[StandsFor(typeof(System.Threading.AutoResetEvent))]
public sealed class AutoResetEvent : EventWaitHandle
{
    private AutoResetEvent()
    {
    }

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(bool initialState) => Make<AutoResetEvent>(initialState, stays: false);
}
