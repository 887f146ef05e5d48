namespace MemoryModelLab.Workloads.WeakBugs;

/// <summary>
/// A program with an ordering missing that x64 keeps by itself and Arm64 does not, after a bug that was in .NET: it passes under sequential
/// consistency and TSO, and fails under the .NET model. It throws when it fails.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="After">The report of the bug.</param>
/// <param name="Story">What goes wrong, in a few lines.</param>
/// <param name="Broken">The program.</param>
/// <param name="Repaired">The program with the ordering in it.</param>
public sealed record WeakBug(string Name, string After, string Story, Action Broken, Action Repaired)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<WeakBug> All { get; } = [QueueCopy.Bug, WorkStealingQueue.Bug, AsymmetricLock.Bug];

    /// <summary>Fails a program.</summary>
    internal static void Demand(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException(what);
    }
}
