namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <content>Waiting for tasks.</content>
public partial class Task
{
    /// <summary>Waits for all.</summary>
    public static void WaitAll(params Task[] tasks) => WaitForAll(Elements(tasks));

    /// <summary>Waits for all.</summary>
    public static void WaitAll(params ReadOnlySpan<Task> tasks) => WaitForAll(Elements(tasks));

    /// <summary>Waits for all, or gives up.</summary>
    public static bool WaitAll(Task[] tasks, int millisecondsTimeout)
    {
        Task[] all = Elements(tasks);
        if (Here.IsLimited(millisecondsTimeout) && !all.All(task => task.IsCompleted))
            return false;
        WaitForAll(all);
        return true;
    }

    /// <summary>Waits for all, or gives up.</summary>
    public static bool WaitAll(Task[] tasks, TimeSpan timeout) => WaitAll(tasks, Here.Milliseconds(timeout));

    /// <summary>Waits for one; the first that was seen to have ended.</summary>
    public static int WaitAny(params Task[] tasks) => WaitAny(tasks, Timeout.Infinite);

    /// <summary>Waits for one, or gives up; the first that was seen to have ended, or -1.</summary>
    public static int WaitAny(Task[] tasks, int millisecondsTimeout)
    {
        bool isLimited = Here.IsLimited(millisecondsTimeout);
        Task[] all = Elements(tasks);
        while (true)
        {
            int from = Here.Position;
            int ended = Array.FindIndex(all, task => task.IsCompleted);
            if (ended >= 0 || isLimited || all.Length == 0)
                return ended;
            Here.WaitSince(from);
        }
    }

    /// <summary>Waits for one, or gives up; the first that was seen to have ended, or -1.</summary>
    public static int WaitAny(Task[] tasks, TimeSpan timeout) => WaitAny(tasks, Here.Milliseconds(timeout));

    /// <summary>A task that ends when all have.</summary>
    public static Task WhenAll(params Task[] tasks) => Combine(Elements(tasks));

    /// <summary>A task that ends when all have.</summary>
    public static Task WhenAll(params ReadOnlySpan<Task> tasks) => Combine(Elements(tasks));

    /// <summary>A task that ends when all have; its result are all of theirs.</summary>
    public static Task<TResult[]> WhenAll<TResult>(params Task<TResult>[] tasks) => Combine(Elements(tasks));

    /// <summary>A task that ends when all have; its result are all of theirs.</summary>
    public static Task<TResult[]> WhenAll<TResult>(params ReadOnlySpan<Task<TResult>> tasks) => Combine(Elements(tasks));

    /// <summary>Waits for its end.</summary>
    public void Wait() => WaitForAll([this]);

    /// <summary>Waits for its end, or gives up.</summary>
    public bool Wait(int millisecondsTimeout)
    {
        if (Here.IsLimited(millisecondsTimeout) && !IsCompleted)
            return false;
        Wait();
        return true;
    }

    /// <summary>Waits for its end, or gives up.</summary>
    public bool Wait(TimeSpan timeout) => Wait(Here.Milliseconds(timeout));

    /// <summary>Waits for its end, as <c>await</c> does.</summary>
    public TaskAwaiter GetAwaiter() => new(this);

    internal void WaitUnwrapped()
    {
        WaitForEnd();
        if (Errors() is { Length: > 0 } errors)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(errors[0]);
    }

    private static Task Combine(Task[] tasks)
    {
        var created = Hooks.Allocate<Task>();
        created.SetParts(tasks);
        return created;
    }

    private static Task<TResult[]> Combine<TResult>(Task<TResult>[] tasks) => Task<TResult[]>.Combine(tasks, () =>
    {
        TResult[] results = Hooks.NewArray<TResult>(tasks.Length);
        for (int i = 0; i < results.Length; i++)
            Hooks.StoreElement(results, i, tasks[i].Result, Here.Site);
        return results;
    });

    private static T[] Elements<T>(T[] tasks)
        where T : Task
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return Elements((ReadOnlySpan<T>)tasks);
    }

    private static T[] Elements<T>(ReadOnlySpan<T> tasks)
        where T : Task
    {
        var all = new T[tasks.Length];
        for (int i = 0; i < all.Length; i++)
            all[i] = Hooks.Load(ref System.Runtime.CompilerServices.Unsafe.AsRef(in tasks[i]), Here.Site) ?? throw new ArgumentException("The tasks argument included a null value.", nameof(tasks));
        return all;
    }

    private static void WaitForAll(Task[] tasks)
    {
        foreach (Task task in tasks)
            task.WaitForEnd();
        Exception[] errors = [.. tasks.SelectMany(task => task.Errors())];
        if (errors.Length > 0)
            throw new AggregateException(errors);
    }

    private void WaitForEnd()
    {
        if (!Here.IsEvent())
            return;
        if (Parts is { } parts)
        {
            foreach (Task part in parts)
                part.WaitForEnd();
            return;
        }
        while (true)
        {
            int from = Here.Position;
            if (Here.Read(ref this.index) is var index and not 0)
            {
                Here.Join(index);
                return;
            }
            // It has ended without having been a thread, or is not started yet.
            if (Here.Read(ref state) != 0)
                return;
            Here.WaitSince(from);
        }
    }

    private Exception[] Errors()
    {
        if (Parts is { } parts)
            return [.. parts.SelectMany(part => part.Errors())];
        return Here.Read(ref state) == Failed ? [Here.Read(ref error)!] : [];
    }
}
