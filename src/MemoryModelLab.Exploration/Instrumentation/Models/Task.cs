namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>
/// A task, which is a background thread of its own: the pool always has one more. Starting one is a full fence, as queueing it is; waiting for its end acquires:
/// of one that has ended, the original only reads that, volatile.
/// </summary>
[StandsFor(typeof(System.Threading.Tasks.Task))]
public partial class Task : IDisposable
{
    private const int Done = 1;
    private const int Failed = 2;

    private Action? action;
    private Task[]? parts;
    private int isStarted;
    private int index;
    private int state;
    private Exception? error;

    private protected Task()
    {
    }

    /// <summary>Whether it has ended.</summary>
    public bool IsCompleted => State != 0;

    /// <summary>Whether it has failed.</summary>
    public bool IsFaulted => State == Failed;

    /// <summary>Whether it has ended well.</summary>
    public bool IsCompletedSuccessfully => State == Done;

    /// <summary>Never.</summary>
    public bool IsCanceled => false;

    /// <summary>What it has thrown.</summary>
    public AggregateException? Exception => IsFaulted ? new AggregateException(Errors()) : null;

    /// <summary>Starts tasks.</summary>
    public static TaskFactory Factory => TaskFactory.Instance;

    /// <summary>A task that has ended.</summary>
    public static Task CompletedTask
    {
        get
        {
            var created = Hooks.Allocate<Task>();
            created.End(Done);
            return created;
        }
    }

    private int State
    {
        get
        {
            Session.Current?.TellApart();
            if (Parts is not { } parts)
                return Here.Read(ref state);
            int[] states = [.. parts.Select(part => part.State)];
            return states.Contains(0) ? 0 : states.Contains(Failed) ? Failed : Done;
        }
    }

    private Task[]? Parts => Hooks.Load(ref parts, Here.Site);

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var created = Hooks.Allocate<Task>();
        Hooks.Store(ref created.action, action, Here.Site);
        return created;
    }

    /// <summary>Starts a task.</summary>
    public static Task Run(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var created = Hooks.Allocate<Task>();
        created.Begin(action, action, new ThreadCode(typeof(Task), action, null));
        return created;
    }

    /// <summary>Starts a task that has a result.</summary>
    public static Task<TResult> Run<TResult>(Func<TResult> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var created = Hooks.Allocate<Task<TResult>>();
        created.Begin(() => created.SetResult(function()), function, null);
        return created;
    }

    /// <summary>Starts a task that makes another, and ends with that.</summary>
    public static Task Run(Func<Task?> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var created = Hooks.Allocate<Task>();
        created.Begin(() => function()?.GetAwaiter().GetResult(), function, null);
        return created;
    }

    /// <summary>A task that has ended with a result.</summary>
    public static Task<TResult> FromResult<TResult>(TResult result)
    {
        var created = Hooks.Allocate<Task<TResult>>();
        created.SetResult(result);
        created.End(Done);
        return created;
    }

    /// <summary>Starts a task that was made without.</summary>
    public void Start()
    {
        if (Hooks.Load(ref this.action, Here.Site) is not { } action || !Here.Replace(ref isStarted, 0, 1))
            throw new InvalidOperationException("Start may not be called on a task that was already started, or has completed.");
        Begin(action, action, new ThreadCode(typeof(Task), action, null));
    }

    /// <inheritdoc/>
    public void Dispose() => GC.SuppressFinalize(this);

    private protected void SetParts(Task[] parts) => Hooks.Store(ref this.parts, parts, Here.Site);

    private protected void Begin(Action action, Delegate start, object? code)
    {
        Action body = () => Run(this, action);
        if (Session.Current is { } session)
        {
            Here.Write(ref index, session.Start(body, (start, null), code, Here.Site, isBackground: true));
            return;
        }
        Initialiser.RefuseThread();
        body();
    }

    private protected void End(int state) => Here.Write(ref this.state, state);

    private static void Run(Task task, Action action)
    {
        try
        {
            action();
            task.End(Done);
        }
        catch (Exception error) when (!Session.IsOurs(error))
        {
            // What a task throws is for those who wait for it, and may look whose it is.
            Session.Current?.TellApart();
            Here.Write(ref task.error, error);
            task.End(Failed);
        }
    }
}

/// <summary>A task that has a result.</summary>
[StandsFor(typeof(System.Threading.Tasks.Task<>))]
public sealed class Task<TResult> : Task
{
    private TResult result = default!;
    private Func<TResult>? collect;

    private Task()
    {
    }

    /// <summary>The result, once it has ended.</summary>
    public TResult Result
    {
        get
        {
            Wait();
            return Hooks.Load(ref this.collect, Here.Site) is { } collect ? collect() : Here.Read(ref result);
        }
    }

    /// <summary>Waits for its end, as <c>await</c> does.</summary>
    public new TaskAwaiter<TResult> GetAwaiter() => new(this);

    internal static Task<TResult> Combine(Task[] tasks, Func<TResult> collect)
    {
        var created = Hooks.Allocate<Task<TResult>>();
        created.SetParts(tasks);
        Hooks.Store(ref created.collect, collect, Here.Site);
        return created;
    }

    internal void SetResult(TResult value) => Here.Write(ref result, value);
}
