namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>Waits for a change of what was read just before: only then does the loop it is in go on.</summary>
[StandsFor(typeof(System.Threading.SpinWait))]
public struct SpinWait
{
    /// <summary>No iteration counts.</summary>
    public readonly int Count => 0;

    /// <summary>Whether it would yield.</summary>
    public readonly bool NextSpinWillYield => true;

    /// <summary>Waits until a condition holds.</summary>
    public static void SpinUntil(Func<bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        while (!condition())
            Here.Wait();
    }

    /// <summary>Waits.</summary>
    public readonly void SpinOnce() => Here.Wait();

    /// <summary>Waits.</summary>
    public readonly void SpinOnce(int sleep1Threshold) => Here.Wait();

    /// <summary>Nothing.</summary>
    public readonly void Reset()
    {
    }
}
