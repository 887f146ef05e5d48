namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>Starts tasks.</summary>
[StandsFor(typeof(System.Threading.Tasks.TaskFactory))]
public sealed class TaskFactory
{
    internal static readonly TaskFactory Instance = new();

    private TaskFactory()
    {
    }

    /// <summary>Starts a task.</summary>
    public Task StartNew(Action action) => Task.Run(action);

    /// <summary>Starts a task.</summary>
    public Task StartNew(Action action, TaskCreationOptions creationOptions) => Task.Run(Explored(action, creationOptions));

    /// <summary>Starts a task that has a result.</summary>
    public Task<TResult> StartNew<TResult>(Func<TResult> function) => Task.Run(function);

    /// <summary>Starts a task that has a result.</summary>
    public Task<TResult> StartNew<TResult>(Func<TResult> function, TaskCreationOptions creationOptions) => Task.Run(Explored(function, creationOptions));

    private static T Explored<T>(T code, TaskCreationOptions options) => (options & TaskCreationOptions.AttachedToParent) == 0
        ? code
        : throw new UnsupportedCodeException($"tasks attached to a parent are not supported by the explorer ({SiteTable.Get(Here.Site).Place})");
}
