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
    private int _ended;
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
        // By value: the same object stands for another thread where the program goes another way.
        (Action? plain, Action<object?>? given) = (_body, _bodyOf);
        Action body = () => Run(plain, given, parameter);
        if (Session.Current is { } session)
        {
            if (Here.Read(ref _index) != 0)
                throw new ThreadStateException("Thread is running or terminated; it cannot restart.");
            Here.Write(ref _index, session.Start(body, (_start, parameter), new ThreadCode(typeof(Thread), _start, parameter), Here.Site));
        }
        else
        {
            (_real = new System.Threading.Thread(body.Invoke)).Start();
        }
    }

    /// <summary>Waits for its end.</summary>
    public void Join()
    {
        if (!Here.IsEvent())
            _real!.Join();
        else if (Here.Read(ref _index) is var index and not 0)
            SharedMemory.Join(index, Here.Site);
        else
            throw new ThreadStateException("Thread has not been started.");
    }

    /// <summary>Waits for its end, or for less: the time may pass before.</summary>
    public bool Join(int millisecondsTimeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        if (millisecondsTimeout != Timeout.Infinite && Session.Current is { } session)
        {
            session.TellApart();
            session.Demand(typeof(Thread));
            if (Here.Read(ref _ended) == 0)
                return false;
        }
        Join();
        return true;
    }

    /// <summary>Waits for its end, or for less: the time may pass before.</summary>
    public bool Join(TimeSpan timeout) => Join((int)timeout.TotalMilliseconds);

    private void Run(Action? plain, Action<object?>? given, object? parameter)
    {
        if (plain is not null)
            plain();
        else
            given!(parameter);
        // Only where somebody waits for a time: it is one more event.
        if (Session.Current is { } session && session.IsDemanded(typeof(Thread)))
            Here.Write(ref _ended, 1);
    }
}
