namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>A counter that is not taken below zero.</summary>
[StandsFor(typeof(System.Threading.SemaphoreSlim))]
public sealed class SemaphoreSlim : IDisposable
{
    private int _count;
    private int _max;

    /// <summary>The counter.</summary>
    public int CurrentCount => Here.Read(ref _count);

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(int initialCount) => Create(initialCount, int.MaxValue);

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(int initialCount, int maxCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCount);
        var created = Hooks.Allocate<SemaphoreSlim>();
        Here.Write(ref created._count, initialCount);
        Here.Write(ref created._max, maxCount);
        return created;
    }

    /// <summary>Counts down, or waits until that is possible.</summary>
    public void Wait()
    {
        while (!TryTake())
            Here.Wait();
    }

    /// <summary>Counts down if that is possible; waits for it without a limit only.</summary>
    public bool Wait(int millisecondsTimeout)
    {
        if (millisecondsTimeout != Timeout.Infinite)
            return TryTake();
        Wait();
        return true;
    }

    /// <summary>Counts up; the counter before.</summary>
    public int Release() => Release(1);

    /// <summary>Counts up; the counter before.</summary>
    public int Release(int releaseCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(releaseCount, 1);
        int max = Here.Read(ref _max);
        while (true)
        {
            int seen = Here.Read(ref _count);
            if (seen > max - releaseCount)
                throw new SemaphoreFullException();
            if (Here.Replace(ref _count, seen, seen + releaseCount))
                return seen;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private bool TryTake()
    {
        for (int seen = Here.Read(ref _count); seen > 0; seen = Here.Read(ref _count))
        {
            if (Here.Replace(ref _count, seen, seen - 1))
                return true;
        }
        return false;
    }
}
