namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>
/// A value made when it is first asked for: once, under a lock; or by all who ask, and the first one kept; or without any care. What is made is announced, as in the
/// original, by a volatile write that each who asks reads, volatile.
/// </summary>
[StandsFor(typeof(System.Lazy<>))]
public sealed class Lazy<T>
{
    private const int Made = 1;
    private const int Failed = 2;
    private const int BeingMade = 3;

    private Func<T>? factory;
    private T value = default!;
    private Exception? error;
    private int state;
    private LazyThreadSafetyMode mode;
    private bool isMaking;

    private Lazy()
    {
    }

    /// <summary>Whether the value is there.</summary>
    public bool IsValueCreated => Here.Read(ref state) == Made;

    /// <summary>The value.</summary>
    public T Value
    {
        get
        {
            if (Here.Read(ref state) is not (Made or Failed))
                Make();
            if (Here.Read(ref state) == Failed)
                throw Hooks.Load(ref error, Here.Site)!;
            return Hooks.Load(ref value, Here.Site);
        }
    }

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create() => Create(LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(bool isThreadSafe) => Create(ModeOf(isThreadSafe));

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(LazyThreadSafetyMode mode)
    {
        int site = Here.Site;
        return Create(() => Hooks.Create<T>(site), mode);
    }

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(T value)
    {
        var created = Hooks.Allocate<Lazy<T>>();
        Hooks.Store(ref created.value, value, Here.Site);
        Here.Write(ref created.state, Made);
        return created;
    }

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(Func<T> valueFactory) => Create(valueFactory, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(Func<T> valueFactory, bool isThreadSafe) => Create(valueFactory, ModeOf(isThreadSafe));

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(Func<T> valueFactory, LazyThreadSafetyMode mode)
    {
        ArgumentNullException.ThrowIfNull(valueFactory);
        if (!Enum.IsDefined(mode))
            throw new ArgumentOutOfRangeException(nameof(mode));
        var created = Hooks.Allocate<Lazy<T>>();
        Here.Write(ref created.factory, valueFactory);
        Here.Write(ref created.mode, mode);
        return created;
    }

    private static LazyThreadSafetyMode ModeOf(bool isThreadSafe) => isThreadSafe ? LazyThreadSafetyMode.ExecutionAndPublication : LazyThreadSafetyMode.None;

    private void Make()
    {
        switch (Here.Read(ref mode))
        {
            case LazyThreadSafetyMode.None:
                MakeOnce();
                break;
            case LazyThreadSafetyMode.PublicationOnly:
                MakeAndOffer();
                break;
            default:
                Here.Enter(this);
                if (Here.Read(ref state) == 0)
                    MakeOnce();
                Here.Exit(this);
                break;
        }
    }

    private void MakeAndOffer()
    {
        if (Here.Read(ref state) == 0)
        {
            T made = Hooks.Load(ref factory, Here.Site)!();
            if (Here.Replace(ref state, 0, BeingMade))
            {
                Hooks.Store(ref value, made, Here.Site);
                Here.Write(ref state, Made);
            }
        }
        while (Here.Read(ref state) == BeingMade)
            Here.Wait();
    }

    private void MakeOnce()
    {
        if (Hooks.Load(ref isMaking, Here.Site))
            throw new InvalidOperationException("ValueFactory attempted to access the Value property of this instance.");
        Hooks.Store(ref isMaking, true, Here.Site);
        try
        {
            Hooks.Store(ref value, Hooks.Load(ref factory, Here.Site)!(), Here.Site);
            Here.Write(ref state, Made);
        }
        catch (Exception error) when (!Session.IsOurs(error))
        {
            // Kept, and thrown again whenever the value is asked for.
            Hooks.Store(ref this.error, error, Here.Site);
            Here.Write(ref state, Failed);
        }
        Hooks.Store(ref isMaking, false, Here.Site);
    }
}
