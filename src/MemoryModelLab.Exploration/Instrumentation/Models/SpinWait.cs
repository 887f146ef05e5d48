namespace MemoryModelLab.Exploration.Instrumentation.Models;

/// <summary>
/// Waits for nothing, and counts how often, if the program asks: as on a machine of several processors. Where it never asks, the rounds of a loop that spins do
/// not differ by it.
/// </summary>
[StandsFor(typeof(System.Threading.SpinWait))]
public struct SpinWait
{
    private const int UntilLoop = -1;
    private const int YieldThreshold = 10;

    private int count;

    /// <summary>How often it has waited.</summary>
    public int Count
    {
        get
        {
            Session.Current?.Demand(typeof(SpinWait));
            return Hooks.Load(ref count, Here.Site);
        }
    }

    /// <summary>Whether it would yield.</summary>
    public bool NextSpinWillYield => Count >= YieldThreshold;

    /// <summary>Waits until a condition holds.</summary>
    public static unsafe void SpinUntil(Func<bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        long call = Hooks.EnterMethod();
        do
            Hooks.LoopHead(UntilLoop, call, (nuint)(&call), 0);
        while (!condition());
        Hooks.LeaveLoop(UntilLoop, call);
    }

    /// <summary>Waits.</summary>
    public void SpinOnce()
    {
        Session.Current?.Spin();
        if (Session.Current is { } session && !session.IsDemanded(typeof(SpinWait)))
            return;
        int count = Hooks.Load(ref this.count, Here.Site);
        Hooks.Store(ref this.count, count == int.MaxValue ? YieldThreshold : count + 1, Here.Site);
    }

    /// <summary>Waits.</summary>
    public void SpinOnce(int sleep1Threshold)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sleep1Threshold, -1);
        SpinOnce();
    }

    /// <summary>Begins to count anew.</summary>
    public void Reset() => Hooks.Store(ref count, 0, Here.Site);
}
