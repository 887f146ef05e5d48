namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>A value made once, under a lock, when it is first asked for.</summary>
[StandsFor(typeof(System.Lazy<>))]
public sealed class Lazy<T>
{
    private Func<T>? _factory;
    private T _value = default!;
    private int _made;

    private Lazy()
    {
    }

    /// <summary>Whether the value is there.</summary>
    public bool IsValueCreated => Here.Read(ref _made) != 0;

    /// <summary>The value.</summary>
    public T Value
    {
        get
        {
            if (Here.Read(ref _made) == 0)
                Make();
            return Hooks.Load(ref _value, Here.Site);
        }
    }

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(Func<T> valueFactory)
    {
        ArgumentNullException.ThrowIfNull(valueFactory);
        var created = Hooks.Allocate<Lazy<T>>();
        Here.Write(ref created._factory, valueFactory);
        return created;
    }

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(Func<T> valueFactory, bool isThreadSafe) => Create(valueFactory);

    private void Make()
    {
        Here.Enter(this);
        if (Here.Read(ref _made) == 0)
        {
            Hooks.Store(ref _value, Hooks.Load(ref _factory, Here.Site)!(), Here.Site);
            Here.Write(ref _made, 1);
        }
        Here.Exit(this);
    }
}
