using MemoryModelLab.Exploration.Engine;

namespace MemoryModelLab.Exploration.Workers;

/// <summary>Parts of the search that wait for a worker. The search is over when nothing waits and no worker has any left.</summary>
internal sealed class WorkPool(int workers, IReadOnlyCollection<int[]> parts, Action? whenPaused = null)
{
    private readonly object guard = new();
    private readonly Queue<WorkPart> waiting = new(parts.Select(path => new WorkPart(path, 1.0 / parts.Count)));
    private int idle;
    private volatile bool hungry;
    private volatile bool stopped;
    private volatile bool pausing;

    /// <summary>Whether a worker waits for work: those that have some should give some away.</summary>
    public bool IsHungry => hungry;

    /// <summary>Whether the search is not to go on.</summary>
    public bool IsStopped => stopped;

    /// <summary>Whether workers are to give all they have away, and to ask for work again.</summary>
    public bool IsPausing => pausing;

    /// <summary>What nobody has taken.</summary>
    public IReadOnlyList<int[]> Left => [.. waiting.Select(part => part.Path)];

    /// <summary>What nobody has taken, of the whole search.</summary>
    public double Share
    {
        get
        {
            lock (guard) return waiting.Sum(part => part.Share);
        }
    }

    /// <summary>Adds a part.</summary>
    public void Add(WorkPart part)
    {
        lock (guard)
        {
            waiting.Enqueue(part);
            hungry = idle > waiting.Count;
            Monitor.Pulse(guard);
        }
    }

    /// <summary>The next part, waited for if need be; null when there will be no more.</summary>
    public WorkPart? Take()
    {
        lock (guard)
        {
            idle++;
            while (true)
            {
                if (pausing && idle == workers && !stopped) Pause();
                if (!pausing && !stopped && waiting.Count > 0) break;
                if (stopped || idle == workers)
                {
                    Stop();
                    return null;
                }

                hungry = true;
                Monitor.Wait(guard);
            }

            idle--;
            hungry = idle > waiting.Count - 1;
            return waiting.Dequeue();
        }
    }

    /// <summary>Has all workers give away what they have; when the last has, something is done before they go on.</summary>
    public void RequestPause() => pausing = true;

    private void Pause()
    {
        whenPaused?.Invoke();
        pausing = false;
        Monitor.PulseAll(guard);
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
