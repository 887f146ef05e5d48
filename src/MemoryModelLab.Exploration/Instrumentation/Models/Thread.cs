using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>A thread of the program.</summary>
[StandsFor(typeof(System.Threading.Thread))]
public sealed class Thread
{
    private Action? _body;
    private Action<object?>? _bodyOf;
    private Delegate? _start;
    private int _index;
    private System.Threading.Thread? _real;

    /// <summary>Kept, and of no effect.</summary>
    public string? Name { get; set; }

    /// <summary>Kept, and of no effect.</summary>
    public bool IsBackground { get; set; }

    /// <summary>The thread's number.</summary>
    public int ManagedThreadId
    {
        get
        {
            Session.Current?.TellApart();
            return Here.Read(ref _index) + 1;
        }
    }

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(ThreadStart start)
    {
        var created = Hooks.Allocate<Thread>();
        (created._body, created._start) = (start.Invoke, start);
        return created;
    }

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(ThreadStart start, int maxStackSize) => Create(start);

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(ParameterizedThreadStart start)
    {
        var created = Hooks.Allocate<Thread>();
        (created._bodyOf, created._start) = (start.Invoke, start);
        return created;
    }

    /// <summary>Any other thread may go on, as at any time.</summary>
    public static bool Yield() => true;

    /// <summary>Any other thread may go on, as at any time.</summary>
    public static void Sleep(int millisecondsTimeout) => ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);

    /// <summary>Any other thread may go on, as at any time.</summary>
    public static void Sleep(TimeSpan timeout) => Sleep((int)timeout.TotalMilliseconds);

    /// <summary>Nothing.</summary>
    public static void SpinWait(int iterations)
    {
    }

    /// <summary>Starts it.</summary>
    public void Start() => Start(null);

    /// <summary>Starts it with an argument.</summary>
    public void Start(object? parameter)
    {
        Action body = _body ?? (() => _bodyOf!(parameter));
        if (Session.Current is { } session)
            Here.Write(ref _index, session.Start(body, (_start, parameter), new ThreadCode(typeof(Thread), _start, parameter), Here.Site));
        else
            (_real = new System.Threading.Thread(body.Invoke)).Start();
    }

    /// <summary>Waits for its end.</summary>
    public void Join()
    {
        if (Here.IsEvent())
            SharedMemory.Join(Here.Read(ref _index), Here.Site);
        else
            _real!.Join();
    }

    /// <summary>Waits for its end: time does not pass.</summary>
    public bool Join(int millisecondsTimeout)
    {
        Join();
        return true;
    }
}
