using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>
/// A counter that is not taken below zero. The original counts under a monitor: releasing releases, waiting acquires, and neither is a full fence.
/// A wait with a time limit may end where the counter was seen at zero.
/// </summary>
[StandsFor(typeof(System.Threading.SemaphoreSlim))]
public sealed class SemaphoreSlim : IDisposable
{
    private int count;
    private int max;

    /// <summary>The counter, which the original reads volatile, without the monitor.</summary>
    public int CurrentCount => Here.Read(ref count);

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(int initialCount) => Create(initialCount, int.MaxValue);

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(int initialCount, int maxCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxCount);
        ArgumentOutOfRangeException.ThrowIfNegative(initialCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(initialCount, maxCount);
        var created = Hooks.Allocate<SemaphoreSlim>();
        Here.Write(ref created.count, initialCount);
        Here.Write(ref created.max, maxCount);
        return created;
    }

    /// <summary>Counts down, or waits until that is possible.</summary>
    public void Wait()
    {
        while (!TryTake())
            Here.Wait();
    }

    /// <summary>Counts down, or gives up.</summary>
    public bool Wait(int millisecondsTimeout)
    {
        if (Here.IsLimited(millisecondsTimeout))
            return TryTake();
        Wait();
        return true;
    }

    /// <summary>Counts down, or gives up.</summary>
    public bool Wait(TimeSpan timeout) => Wait(Here.Milliseconds(timeout));

    /// <summary>Counts up; the counter before.</summary>
    public int Release() => Release(1);

    /// <summary>Counts up; the counter before.</summary>
    public int Release(int releaseCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(releaseCount, 1);
        return Here.TryAdd(ref count, releaseCount, Here.Read(ref max), MemoryOrder.AcquireRelease, out int before) ? before : throw new SemaphoreFullException();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private bool TryTake() => Here.TryAdd(ref count, -1, int.MaxValue, MemoryOrder.AcquireRelease, out _);
}
