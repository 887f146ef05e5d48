namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>
/// Actions at the same time, each a task. So are the rounds of a loop: which of them the original does one after the other, on one thread, is not said.
/// </summary>
[StandsFor(typeof(System.Threading.Tasks.Parallel))]
public static class Parallel
{
    /// <summary>Runs all, and waits for them.</summary>
    public static void Invoke(params Action[] actions) => Task.WaitAll([.. ItemsOf(actions).Select(Task.Run)]);

    /// <summary>Runs all rounds, and waits for them.</summary>
    public static ParallelLoopResult For(int fromInclusive, int toExclusive, Action<int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Run(Enumerable.Range(fromInclusive, Math.Max(0, toExclusive - fromInclusive)), body);
    }

    /// <summary>Runs the body for all, and waits for them.</summary>
    public static ParallelLoopResult ForEach<TSource>(IEnumerable<TSource> source, Action<TSource> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Run(ItemsOf(source), body);
    }

    private static ParallelLoopResult Run<T>(IEnumerable<T> items, Action<T> body)
    {
        var tasks = new List<Task>();
        foreach (T item in items)
            tasks.Add(Task.Run(() => body(item)));
        Task.WaitAll([.. tasks]);
        return default;
    }

    // What an enumerator of an array reads is no event.
    private static IEnumerable<T> ItemsOf<T>(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items is not T[] array)
        {
            Hooks.ReadObject(items, Here.Site);
            Hooks.TakeBack(1);
            return items;
        }
        T[] copy = new T[array.Length];
        for (int i = 0; i < copy.Length; i++)
            copy[i] = Hooks.LoadElement(array, i, Here.Site);
        return copy;
    }
}
