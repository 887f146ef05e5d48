using System.Diagnostics.CodeAnalysis;

namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>A lock of the operating system, without a name.</summary>
[StandsFor(typeof(System.Threading.Mutex))]
public sealed class Mutex : WaitHandle
{
    private Mutex()
    {
    }

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create() => Hooks.Allocate<Mutex>();

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(bool initiallyOwned)
    {
        var created = Hooks.Allocate<Mutex>();
        if (initiallyOwned)
            created.WaitOne();
        return created;
    }

    /// <summary>Gives it back.</summary>
    [SuppressMessage("Usage", "CA2201", Justification = "it is what the original throws")]
    public void ReleaseMutex()
    {
        if (!Here.IsHeld(this))
            throw new ApplicationException("Object synchronization method was called from an unsynchronized block of code.");
        Here.Exit(this);
    }

    private protected override bool TryTake() => Here.TryEnter(this);
}
