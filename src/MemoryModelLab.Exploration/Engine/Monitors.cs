using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// Locks as memory: a location that holds 0, or the owner's index plus 1, taken by a compare-exchange that acquires, given back by a
/// write that releases. Waiting is a queue of two counters, written under the lock: how many have begun to wait, how many were woken; and of
/// those who wait for a time only, whether they have left.
/// </summary>
internal sealed class Monitors(ProgramRunner runner)
{
    private const int OwnerField = -1;
    private const int WaitingField = -2;
    private const int WokenField = -3;
    private const int GoneField = -4;

    private readonly List<(object Target, int Depth)> held = [];
    private readonly HashSet<int> locks = [];
    private int zero;

    /// <summary>How often the running thread has taken locks and not given them back.</summary>
    public int Depth
    {
        get
        {
            int depth = 0;
            foreach ((_, int times) in held) depth += times;
            return depth;
        }
    }

    /// <summary>Whether a location is a lock.</summary>
    public bool IsLock(int location) => locks.Contains(location);

    /// <summary>A thread begins anew, holding nothing.</summary>
    public void Restart() => held.Clear();

    /// <summary>Takes a lock, or waits for it.</summary>
    public void Enter(object target, int site)
    {
        while (!TryEnter(target, site)) runner.Block(runner.Position - 1);
    }

    /// <summary>Takes a lock if it is free.</summary>
    public bool TryEnter(object target, int site)
    {
        int index = IndexOf(target);
        if (index >= 0)
        {
            held[index] = (target, held[index].Depth + 1);
            return true;
        }

        if (!Take(target, site)) return false;
        held.Add((target, 1));
        return true;
    }

    /// <summary>Gives a lock back.</summary>
    public void Exit(object target, int site)
    {
        int index = Held(target);
        if (held[index].Depth > 1)
        {
            held[index] = (target, held[index].Depth - 1);
            return;
        }

        held.RemoveAt(index);
        Write(target, OwnerField, 0, MemoryOrder.Release, site);
    }

    /// <summary>Whether the running thread has a lock.</summary>
    public bool IsHeld(object target) => IndexOf(target) >= 0;

    /// <summary>Gives a lock back, waits to be woken, and takes it again as often as it was held.</summary>
    public void Wait(object target, int site)
    {
        int ticket = Queue(target, site);
        while (!IsWoken(target, ticket, site)) runner.Block(runner.Position - 1);
        TakeAgain(target, site);
    }

    /// <summary>
    /// Gives a lock back, and takes it again: woken, or because a time has passed. In between it may be woken too late, and nobody else is then.
    /// </summary>
    public bool WaitForTime(object target, int site)
    {
        int ticket = Queue(target, site);
        bool woken = IsWoken(target, ticket, site);
        TakeAgain(target, site);
        if (!woken) Write(target, GoneField - ticket, 1, MemoryOrder.Plain, site);
        return woken;
    }

    /// <summary>Wakes the first that waits, or all.</summary>
    /// <param name="target">The lock.</param>
    /// <param name="all">Whether all.</param>
    /// <param name="someLeave">Whether some of the program's threads wait for a time only.</param>
    /// <param name="site">Where in the program.</param>
    public void Pulse(object target, bool all, bool someLeave, int site)
    {
        Held(target);
        int waiting = Read(target, WaitingField, MemoryOrder.Plain, site);
        int woken = Read(target, WokenField, MemoryOrder.Plain, site);
        while (someLeave && woken < waiting && Read(target, GoneField - woken, MemoryOrder.Plain, site) != 0) woken++;
        if (woken < waiting) Write(target, WokenField, all ? waiting : woken + 1, MemoryOrder.Release, site);
    }

    private int Queue(object target, int site)
    {
        Held(target);
        int ticket = Read(target, WaitingField, MemoryOrder.Plain, site);
        Write(target, WaitingField, ticket + 1, MemoryOrder.Plain, site);
        Write(target, OwnerField, 0, MemoryOrder.Release, site);
        return ticket;
    }

    private bool IsWoken(object target, int ticket, int site) => Read(target, WokenField, MemoryOrder.Acquire, site) > ticket;

    private void TakeAgain(object target, int site)
    {
        while (!Take(target, site)) runner.Block(runner.Position - 1);
    }

    private bool Take(object target, int site)
    {
        int location = Location(target, OwnerField);
        locks.Add(location);
        runner.Modify(new Access(location, MemoryOrder.AcquireRelease, site), Update.CompareExchange, runner.Thread + 1, 0, out bool taken);
        return taken;
    }

    private int Held(object target) => IndexOf(target) is var index and >= 0
        ? index
        : throw new SynchronizationLockException("the thread does not hold the lock it gives back, waits on or pulses");

    private int IndexOf(object target) => held.FindIndex(item => ReferenceEquals(item.Target, target));

    private int Read(object target, int field, MemoryOrder order, int site) => (int)runner.Read(new Access(Location(target, field), order, site));

    private void Write(object target, int field, int value, MemoryOrder order, int site) =>
        runner.Write(new Access(Location(target, field), order, site), value);

    private int Location(object target, int field) => runner.Names.Find(target, field, ref zero, field switch
    {
        OwnerField => "lock",
        WaitingField => "waiting",
        WokenField => "woken",
        _ => "gone",
    });
}
