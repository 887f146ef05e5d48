using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>A task, which is a thread of its own: the pool always has one more.</summary>
[StandsFor(typeof(System.Threading.Tasks.Task))]
public class Task
{
    private int _index;
    private int _state;
    private Exception? _error;

    private protected Task()
    {
    }

    /// <summary>Whether it has ended.</summary>
    public bool IsCompleted => State != 0;

    /// <summary>Whether it has failed.</summary>
    public bool IsFaulted => State == 2;

    /// <summary>Whether it has ended well.</summary>
    public bool IsCompletedSuccessfully => State == 1;

    private int State
    {
        get
        {
            Session.Current?.TellApart();
            return Here.Read(ref _state);
        }
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

    /// <summary>Waits for all.</summary>
    public static void WaitAll(params Task[] tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        Task[] all = new Task[tasks.Length];
        for (int i = 0; i < all.Length; i++)
            all[i] = Hooks.LoadElement(tasks, i, Here.Site);
        WaitForAll(all);
    }

    /// <summary>Waits for all.</summary>
    public static void WaitAll(params ReadOnlySpan<Task> tasks)
    {
        Task[] all = new Task[tasks.Length];
        for (int i = 0; i < all.Length; i++)
            all[i] = Hooks.Load(ref System.Runtime.CompilerServices.Unsafe.AsRef(in tasks[i]), Here.Site);
        WaitForAll(all);
    }

    /// <summary>Waits for its end.</summary>
    public void Wait() => WaitForAll([this]);

    private protected static void WaitForAll(Task[] tasks)
    {
        List<Exception> errors = [];
        foreach (Task task in tasks)
            task.WaitForEnd();
        foreach (Task task in tasks)
        {
            if (Here.Read(ref task._state) == 2)
                errors.Add(Here.Read(ref task._error)!);
        }
        if (errors.Count > 0)
            throw new AggregateException(errors);
    }

    private protected void Begin(Action action, Delegate start, object? code)
    {
        Action body = () => Run(this, action);
        if (Session.Current is { } session)
            Here.Write(ref _index, session.Start(body, (start, null), code, Here.Site));
        else
            body();
    }

    private void WaitForEnd()
    {
        if (Here.IsEvent())
            SharedMemory.Join(Here.Read(ref _index), Here.Site);
    }

    private static void Run(Task task, Action action)
    {
        try
        {
            action();
            Here.Write(ref task._state, 1);
        }
        catch (Exception error) when (!Session.IsOurs(error))
        {
            // What a task throws is for those who wait for it, and may look whose it is.
            Session.Current?.TellApart();
            Here.Write(ref task._error, error);
            Here.Write(ref task._state, 2);
        }
    }
}

/// <summary>A task that has a result.</summary>
[StandsFor(typeof(System.Threading.Tasks.Task<>))]
public sealed class Task<TResult> : Task
{
    private TResult _result = default!;

    private Task()
    {
    }

    /// <summary>The result, once it has ended.</summary>
    public TResult Result
    {
        get
        {
            Wait();
            return Here.Read(ref _result);
        }
    }

    internal void SetResult(TResult value) => Here.Write(ref _result, value);
}
