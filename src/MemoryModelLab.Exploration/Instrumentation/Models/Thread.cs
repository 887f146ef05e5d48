using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>
/// A thread of the program. Starting it is a full fence, as the operating system's part in it is; waiting for its end acquires, as the original need not wait where
/// it has ended.
/// </summary>
[StandsFor(typeof(System.Threading.Thread))]
public sealed class Thread
{
    private Delegate? start;
    private int index;
    private int ended;
    private bool isBackground;
    private int aboveNormal;
    private string? name;
    private System.Threading.Thread? real;

    private Thread()
    {
    }

    /// <summary>Kept, and of no effect.</summary>
    public string? Name
    {
        get => Hooks.Load(ref name, Here.Site);
        set => Hooks.Store(ref name, value, Here.Site);
    }

    /// <summary>Kept, and of no effect.</summary>
    public ThreadPriority Priority
    {
        get => ThreadPriority.Normal + Hooks.Load(ref aboveNormal, Here.Site);
        set => Hooks.Store(ref aboveNormal, value - ThreadPriority.Normal, Here.Site);
    }

    /// <summary>Whether it does not keep the program from ending.</summary>
    public bool IsBackground
    {
        get => Hooks.Load(ref isBackground, Here.Site);

        set
        {
            Hooks.Store(ref isBackground, value, Here.Site);
            if (Session.Current is not null && Here.Read(ref this.index) is var index and not 0)
                SharedMemory.Current.SetBackground(index, value);
        }
    }

    /// <summary>The thread's number.</summary>
    public int ManagedThreadId
    {
        get
        {
            if (Session.Current is not { } session)
                return (real ?? System.Threading.Thread.CurrentThread).ManagedThreadId;
            int running = session.AskForThread();
            return (ReferenceEquals(session.Running, this) ? running : Here.Read(ref index)) + 1;
        }
    }

    /// <summary>Whether it has been started, and has not ended.</summary>
    public bool IsAlive
    {
        get
        {
            if (Session.Current is not { } session)
                return real is { IsAlive: true };
            session.TellApart();
            session.Demand(typeof(Thread));
            return ReferenceEquals(session.Running, this) || (Here.Read(ref index) != 0 && Here.Read(ref ended) == 0);
        }
    }

    /// <summary>The thread that runs.</summary>
    public static Thread CurrentThread
    {
        get
        {
            if (Session.Current is not { } session)
                return new Thread { real = System.Threading.Thread.CurrentThread };
            if (session.Running is { } running)
                return running;
            var created = Hooks.Allocate<Thread>();
            if (session.AskForThread() != 0)
                Hooks.Store(ref created.isBackground, true, Here.Site);
            return session.Running = created;
        }
    }

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(ThreadStart start) => Make(start);

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(ThreadStart start, int maxStackSize) => Make(start);

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(ParameterizedThreadStart start) => Make(start);

    /// <summary>Any other thread may go on, as at any time.</summary>
    public static bool Yield()
    {
        Session.Current?.Spin();
        return true;
    }

    /// <summary>Any other thread may go on, as at any time.</summary>
    public static void Sleep(int millisecondsTimeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        Session.Current?.Spin();
    }

    /// <summary>Any other thread may go on, as at any time.</summary>
    public static void Sleep(TimeSpan timeout) => Sleep((int)timeout.TotalMilliseconds);

    /// <summary>Any other thread may go on, as at any time.</summary>
    public static void SpinWait(int iterations) => Session.Current?.Spin();

    /// <summary>Starts it.</summary>
    public void Start() => Start(null);

    /// <summary>Starts it with an argument.</summary>
    public void Start(object? parameter)
    {
        // By value: the same object stands for another thread where the program goes another way.
        Delegate start = Hooks.Load(ref this.start, Here.Site)!;
        Action body = () => Run(start, parameter);
        if (Session.Current is { } session)
        {
            if (Here.Read(ref index) != 0)
                throw new ThreadStateException("Thread is running or terminated; it cannot restart.");
            Here.Write(ref index, session.Start(body, (start, parameter), new ThreadCode(typeof(Thread), start, parameter), Here.Site, IsBackground));
        }
        else
        {
            Initialiser.RefuseThread();
            (real = new System.Threading.Thread(body.Invoke)).Start();
        }
    }

    /// <summary>Waits for its end.</summary>
    public void Join()
    {
        if (!Here.IsEvent())
            real!.Join();
        else if (Here.Read(ref this.index) is var index and not 0)
            Here.Join(index);
        else
            throw new ThreadStateException("Thread has not been started.");
    }

    /// <summary>Waits for its end, or for less: the time may pass before.</summary>
    public bool Join(int millisecondsTimeout)
    {
        if (Here.IsLimited(millisecondsTimeout) && Session.Current is { } session)
        {
            session.TellApart();
            session.Demand(typeof(Thread));
            if (Here.Read(ref ended) == 0)
                return false;
        }
        Join();
        return true;
    }

    /// <summary>Waits for its end, or for less: the time may pass before.</summary>
    public bool Join(TimeSpan timeout) => Join(Here.Milliseconds(timeout));

    private static Thread Make(Delegate start)
    {
        ArgumentNullException.ThrowIfNull(start);
        var created = Hooks.Allocate<Thread>();
        Hooks.Store(ref created.start, start, Here.Site);
        return created;
    }

    private void Run(Delegate start, object? parameter)
    {
        if (Session.Current is { } running)
            running.Running = this;
        if (start is ThreadStart plain)
            plain();
        else
            ((ParameterizedThreadStart)start)(parameter);
        // Only where somebody waits for a time: it is one more event.
        if (Session.Current is { } session && session.IsDemanded(typeof(Thread)))
            Here.Write(ref ended, 1);
    }
}
