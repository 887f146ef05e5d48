namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>A counter that is waited for to reach zero.</summary>
[StandsFor(typeof(System.Threading.CountdownEvent))]
public sealed class CountdownEvent : IDisposable
{
    private int _count;
    private int _initial;

    /// <summary>The counter.</summary>
    public int CurrentCount => Here.Read(ref _count);

    /// <summary>What it began at.</summary>
    public int InitialCount => Here.Read(ref _initial);

    /// <summary>Whether it is zero.</summary>
    public bool IsSet => CurrentCount == 0;

    /// <summary>What <c>newobj</c> does.</summary>
    public static object Create(int initialCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCount);
        var created = Hooks.Allocate<CountdownEvent>();
        Here.Write(ref created._count, initialCount);
        Here.Write(ref created._initial, initialCount);
        return created;
    }

    /// <summary>Counts down; whether it is zero then.</summary>
    public bool Signal() => Signal(1);

    /// <summary>Counts down; whether it is zero then.</summary>
    public bool Signal(int signalCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(signalCount, 1);
        while (true)
        {
            int seen = Here.Read(ref _count);
            if (seen < signalCount)
                throw new InvalidOperationException("The event was signalled more often than it counts.");
            if (Here.Replace(ref _count, seen, seen - signalCount))
                return seen == signalCount;
        }
    }

    /// <summary>Waits for zero.</summary>
    public void Wait()
    {
        while (!IsSet)
            Here.Wait();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
