using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>Waits for a task where no <c>await</c> does; throws what it has thrown first.</summary>
[StandsFor(typeof(System.Runtime.CompilerServices.TaskAwaiter))]
public readonly struct TaskAwaiter : ICriticalNotifyCompletion
{
    private readonly Task task;

    internal TaskAwaiter(Task task) => this.task = task;

    // It may be in shared memory.
    private Task Waited => Hooks.Load(ref Unsafe.AsRef(in task), Here.Site);

    /// <summary>Whether the task has ended.</summary>
    public bool IsCompleted => Waited.IsCompleted;

    /// <summary>Waits.</summary>
    public void GetResult() => Waited.WaitUnwrapped();

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => throw new UnsupportedCodeException("async/await is not supported");

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => OnCompleted(continuation);
}

/// <summary>Waits for a task where no <c>await</c> does; throws what it has thrown first.</summary>
[StandsFor(typeof(System.Runtime.CompilerServices.TaskAwaiter<>))]
public readonly struct TaskAwaiter<TResult> : ICriticalNotifyCompletion
{
    private readonly Task<TResult> task;

    internal TaskAwaiter(Task<TResult> task) => this.task = task;

    // It may be in shared memory.
    private Task<TResult> Waited => Hooks.Load(ref Unsafe.AsRef(in task), Here.Site);

    /// <summary>Whether the task has ended.</summary>
    public bool IsCompleted => Waited.IsCompleted;

    /// <summary>Waits; the result.</summary>
    public TResult GetResult()
    {
        Task<TResult> task = Waited;
        task.WaitUnwrapped();
        return task.Result;
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => throw new UnsupportedCodeException("async/await is not supported");

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => OnCompleted(continuation);
}
