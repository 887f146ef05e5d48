using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>Waits for a task where no <c>await</c> does; throws what it has thrown first.</summary>
[StandsFor(typeof(System.Runtime.CompilerServices.TaskAwaiter))]
public readonly struct TaskAwaiter : ICriticalNotifyCompletion
{
    private readonly Task _task;

    internal TaskAwaiter(Task task) => _task = task;

    /// <summary>Whether the task has ended.</summary>
    public bool IsCompleted => _task.IsCompleted;

    /// <summary>Waits.</summary>
    public void GetResult() => _task.WaitUnwrapped();

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => throw new UnsupportedCodeException("async/await is not supported");

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => OnCompleted(continuation);
}

/// <summary>Waits for a task where no <c>await</c> does; throws what it has thrown first.</summary>
[StandsFor(typeof(System.Runtime.CompilerServices.TaskAwaiter<>))]
public readonly struct TaskAwaiter<TResult> : ICriticalNotifyCompletion
{
    private readonly Task<TResult> _task;

    internal TaskAwaiter(Task<TResult> task) => _task = task;

    /// <summary>Whether the task has ended.</summary>
    public bool IsCompleted => _task.IsCompleted;

    /// <summary>Waits; the result.</summary>
    public TResult GetResult()
    {
        _task.WaitUnwrapped();
        return _task.Result;
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => throw new UnsupportedCodeException("async/await is not supported");

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => OnCompleted(continuation);
}
