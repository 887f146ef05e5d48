namespace MemoryModelLab.Exploration.Workers;

/// <summary>Parts of the search that wait for a worker, as paths. The search is over when nothing waits and no worker has any left.</summary>
internal sealed class WorkPool(int workers, IEnumerable<int[]> parts)
{
    private readonly object guard = new();
    private readonly Queue<int[]> paths = new(parts);
    private int idle;
    private volatile bool hungry;
    private volatile bool stopped;

    /// <summary>Whether a worker waits for work: those that have some should give some away.</summary>
    public bool IsHungry => hungry;

    /// <summary>Whether the search is not to go on.</summary>
    public bool IsStopped => stopped;

    /// <summary>What nobody has taken.</summary>
    public IReadOnlyList<int[]> Left => [.. paths];

    /// <summary>Adds a part.</summary>
    public void Add(int[] path)
    {
        lock (guard)
        {
            paths.Enqueue(path);
            hungry = idle > paths.Count;
            Monitor.Pulse(guard);
        }
    }

    /// <summary>The next part, waited for if need be; null when there will be no more.</summary>
    public int[]? Take()
    {
        lock (guard)
        {
            idle++;
            while (stopped || paths.Count == 0)
            {
                if (stopped || idle == workers)
                {
                    Stop();
                    return null;
                }

                hungry = true;
                Monitor.Wait(guard);
            }

            idle--;
            hungry = idle > paths.Count - 1;
            return paths.Dequeue();
        }
    }

    /// <summary>Ends the search.</summary>
    public void Stop()
    {
        lock (guard)
        {
            stopped = true;
            hungry = false;
            Monitor.PulseAll(guard);
        }
    }
}
