namespace MemoryModelLab.Exploration.Engine;

/// <summary>Why a thread adds no event.</summary>
internal enum ThreadStatus : byte
{
    /// <summary>It has not been started.</summary>
    Absent,

    /// <summary>It can go on, as far as is known.</summary>
    Runnable,

    /// <summary>It can go on, and another's turn has come.</summary>
    Preempted,

    /// <summary>It waits for the end of another thread.</summary>
    Joining,

    /// <summary>It waits until a value it read is overwritten.</summary>
    Blocked,

    /// <summary>It has done more than the bound allows.</summary>
    CutShort,

    /// <summary>The exploration is to end.</summary>
    Interrupted,

    /// <summary>It has ended.</summary>
    Finished,

    /// <summary>It has thrown.</summary>
    Failed,
}

/// <summary>A thread in an execution graph: its events in program order.</summary>
internal sealed class ThreadState
{
    /// <summary>The events' indices by position.</summary>
    public int[] Events = new int[32];

    /// <summary>How many there are.</summary>
    public int Length;

    /// <summary>Whether it can go on.</summary>
    public ThreadStatus Status;

    /// <summary>The thread it waits for, when joining; the position its fruitless iteration began at, when blocked.</summary>
    public int Waiting;

    /// <summary>The thread that started it, or -1 when it is there from the start.</summary>
    public int Parent = -1;

    /// <summary>The position, in the parent, of the event that started it.</summary>
    public int ParentPosition;

    /// <summary>The nearest thread before this one that runs the same code, or -1.</summary>
    public int Twin = -1;

    /// <summary>Adds an event.</summary>
    public void Add(int id)
    {
        if (Length == Events.Length) Array.Resize(ref Events, 2 * Length);
        Events[Length++] = id;
    }

    /// <summary>Becomes a copy without events.</summary>
    public void CopyHead(ThreadState other) =>
        (Length, Status, Waiting, Parent, ParentPosition, Twin) = (0, other.Status, other.Waiting, other.Parent, other.ParentPosition, other.Twin);
}
