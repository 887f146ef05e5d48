using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>
/// A counter that is waited for to reach zero. The original counts by <c>Interlocked</c> operations, which are full fences, and reads the counter volatile.
/// A wait with a time limit may end where the counter was seen above zero.
/// </summary>
[StandsFor(typeof(System.Threading.CountdownEvent))]
public sealed class CountdownEvent : IDisposable
{
    private int count;
    private int initial;

    /// <summary>The counter.</summary>
    public int CurrentCount => Here.Read(ref count);

    /// <summary>What it began at.</summary>
    public int InitialCount => Here.Read(ref initial);

    /// <summary>Whether it is zero.</summary>
    public bool IsSet => CurrentCount == 0;

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(int initialCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCount);
        var created = Hooks.Allocate<CountdownEvent>();
        Here.Write(ref created.count, initialCount);
        Here.Write(ref created.initial, initialCount);
        return created;
    }

    /// <summary>Counts down; whether it is zero then.</summary>
    public bool Signal() => Signal(1);

    /// <summary>Counts down; whether it is zero then.</summary>
    public bool Signal(int signalCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(signalCount, 1);
        return Here.TryAdd(ref count, -signalCount, int.MaxValue, MemoryOrder.Full, out int before)
            ? before == signalCount
            : throw new InvalidOperationException("Invalid attempt made to decrement the event's count below zero.");
    }

    /// <summary>Counts up, if it has not been zero.</summary>
    public void AddCount() => AddCount(1);

    /// <summary>Counts up, if it has not been zero.</summary>
    public void AddCount(int signalCount)
    {
        if (!TryAddCount(signalCount))
            throw new InvalidOperationException("The event is already signaled and cannot be incremented.");
    }

    /// <summary>Counts up, if it has not been zero.</summary>
    public bool TryAddCount() => TryAddCount(1);

    /// <summary>Counts up, if it has not been zero.</summary>
    public bool TryAddCount(int signalCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(signalCount, 1);
        for (int seen = Here.Read(ref count); seen > 0; seen = Here.Read(ref count))
        {
            if (seen > int.MaxValue - signalCount)
                throw new InvalidOperationException("The increment operation would cause the CurrentCount to overflow.");
            if (Here.Replace(ref count, seen, seen + signalCount))
                return true;
        }
        return false;
    }

    /// <summary>Begins anew.</summary>
    public void Reset() => Reset(InitialCount);

    /// <summary>Begins anew, at another number.</summary>
    public void Reset(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Here.Write(ref this.count, count);
        Here.Write(ref initial, count);
    }

    /// <summary>Waits for zero.</summary>
    public void Wait()
    {
        while (!IsSet)
            Here.Wait();
    }

    /// <summary>Waits for zero, or gives up.</summary>
    public bool Wait(int millisecondsTimeout)
    {
        if (Here.IsLimited(millisecondsTimeout))
            return IsSet;
        Wait();
        return true;
    }

    /// <summary>Waits for zero, or gives up.</summary>
    public bool Wait(TimeSpan timeout) => Wait(Here.Milliseconds(timeout));

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
