namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>Says that the round of the loop it is in was in vain: what <see cref="Rounds"/> make of that.</summary>
[StandsFor(typeof(System.Threading.SpinWait))]
public struct SpinWait
{
    private const int UntilLoop = -1;

    /// <summary>No iteration counts.</summary>
    public readonly int Count => 0;

    /// <summary>Whether it would yield.</summary>
    public readonly bool NextSpinWillYield => true;

    /// <summary>Waits until a condition holds.</summary>
    public static void SpinUntil(Func<bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        long call = Hooks.EnterMethod();
        do
            Hooks.LoopHead(UntilLoop, call, 0);
        while (!condition());
    }

    /// <summary>Waits.</summary>
    public readonly void SpinOnce() => Session.Current?.Spin();

    /// <summary>Waits.</summary>
    public readonly void SpinOnce(int sleep1Threshold) => SpinOnce();

    /// <summary>Nothing.</summary>
    public readonly void Reset()
    {
    }
}
