using System.Diagnostics.CodeAnalysis;

namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>A value of each thread's own.</summary>
[StandsFor(typeof(System.Threading.ThreadLocal<>))]
[SuppressMessage("Usage", "CA2213", Justification = "the original outside explorations; it is the program's to dispose of")]
public sealed class ThreadLocal<T> : IDisposable
{
    private Func<T>? factory;
    private System.Threading.ThreadLocal<T>? real;

    private ThreadLocal()
    {
    }

    /// <summary>The thread's value; made when it is first asked for.</summary>
    public T Value
    {
        get
        {
            if (Session.Current is not { } session)
                return real!.Value!;
            Slot slot = session.ThreadOwn<Slot>(this);
            if (!slot.IsMade)
            {
                slot.Value = Hooks.Load(ref factory, Here.Site) is { } make ? make() : default!;
                slot.IsMade = true;
            }
            return slot.Value;
        }

        set
        {
            if (Session.Current is not { } session)
            {
                real!.Value = value;
                return;
            }
            Slot slot = session.ThreadOwn<Slot>(this);
            (slot.Value, slot.IsMade) = (value, true);
        }
    }

    /// <summary>Whether the thread has a value.</summary>
    public bool IsValueCreated => Session.Current is { } session ? session.ThreadOwn<Slot>(this).IsMade : real!.IsValueCreated;

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create() => Make(null);

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(Func<T> valueFactory)
    {
        ArgumentNullException.ThrowIfNull(valueFactory);
        return Make(valueFactory);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static ThreadLocal<T> Make(Func<T>? factory)
    {
        var created = Hooks.Allocate<ThreadLocal<T>>();
        Hooks.Store(ref created.factory, factory, Here.Site);
        created.real = factory is null ? new System.Threading.ThreadLocal<T>() : new System.Threading.ThreadLocal<T>(factory);
        return created;
    }

    private sealed class Slot
    {
        public T Value = default!;
        public bool IsMade;
    }
}
