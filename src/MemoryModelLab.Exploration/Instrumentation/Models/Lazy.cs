namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>A value made once, under a lock, when it is first asked for; or, where no thread safety was asked for, without.</summary>
[StandsFor(typeof(System.Lazy<>))]
public sealed class Lazy<T>
{
    private Func<T>? _factory;
    private T _value = default!;
    private Exception? _error;
    private int _made;
    private bool _isUnsafe;
    private bool _isMaking;

    private Lazy()
    {
    }

    /// <summary>Whether the value is there.</summary>
    public bool IsValueCreated => Here.Read(ref _made) == 1;

    /// <summary>The value.</summary>
    public T Value
    {
        get
        {
            if (Here.Read(ref _made) == 0)
                Make();
            if (Here.Read(ref _made) == 2)
                throw Hooks.Load(ref _error, Here.Site)!;
            return Hooks.Load(ref _value, Here.Site);
        }
    }

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(Func<T> valueFactory) => Create(valueFactory, true);

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(Func<T> valueFactory, bool isThreadSafe)
    {
        ArgumentNullException.ThrowIfNull(valueFactory);
        var created = Hooks.Allocate<Lazy<T>>();
        Here.Write(ref created._factory, valueFactory);
        Here.Write(ref created._isUnsafe, !isThreadSafe);
        return created;
    }

    private void Make()
    {
        if (Here.Read(ref _isUnsafe))
        {
            MakeOnce();
            return;
        }
        Here.Enter(this);
        if (Here.Read(ref _made) == 0)
            MakeOnce();
        Here.Exit(this);
    }

    private void MakeOnce()
    {
        if (Hooks.Load(ref _isMaking, Here.Site))
            throw new InvalidOperationException("ValueFactory attempted to access the Value property of this instance.");
        Hooks.Store(ref _isMaking, true, Here.Site);
        try
        {
            Hooks.Store(ref _value, Hooks.Load(ref _factory, Here.Site)!(), Here.Site);
            Here.Write(ref _made, 1);
        }
        catch (Exception error) when (!Session.IsOurs(error))
        {
            // Kept, and thrown again whenever the value is asked for.
            Hooks.Store(ref _error, error, Here.Site);
            Here.Write(ref _made, 2);
        }
        Hooks.Store(ref _isMaking, false, Here.Site);
    }
}
