namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>Actions at the same time, each a thread.</summary>
[StandsFor(typeof(System.Threading.Tasks.Parallel))]
public static class Parallel
{
    /// <summary>Runs all, and waits for them.</summary>
    public static void Invoke(params Action[] actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        Task[] tasks = new Task[actions.Length];
        for (int i = 0; i < tasks.Length; i++)
            tasks[i] = Task.Run(Hooks.LoadElement(actions, i, Here.Site));
        Task.WaitAll(tasks);
    }
}
