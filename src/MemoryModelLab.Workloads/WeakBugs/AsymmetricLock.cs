using System.Runtime.CompilerServices;

namespace MemoryModelLab.Workloads.WeakBugs;

/// <summary>
/// A lock whose owner enters and leaves without a fence: who takes it over has all processors pass one instead. That orders the owner's
/// entering. But what the owner did inside has to come before its leaving, which was a plain write.
/// </summary>
internal sealed class AsymmetricLock(bool repaired)
{
    private bool _isInside;
    private bool _isTaken;
    private int _count;

    /// <summary>The program.</summary>
    public static WeakBug Bug { get; } = new(
        "lock",
        "dotnet/runtime 39668: AsymmetricLock",
        """
        The owner of a lock enters and leaves it without a fence; who takes the lock over has all processors pass one instead, and waits
        until the owner is out. The owner leaves by a plain write: on Arm64 that may be seen before what the owner did inside.
        """,
        static () => Run(repaired: false),
        static () => Run(repaired: true));

    private bool TryCountAsOwner()
    {
        _isInside = true;
        bool isMine = !ReadInPlace(ref _isTaken);
        if (isMine)
            _count++;
        if (repaired)
            Volatile.Write(ref _isInside, false);
        else
            _isInside = false;
        return isMine;
    }

    private void TakeOverAndCount()
    {
        _isTaken = true;
        Interlocked.MemoryBarrierProcessWide();
        var spin = new SpinWait();
        while (Volatile.Read(ref _isInside))
            spin.SpinOnce();
        _count++;
    }

    private static void Run(bool repaired)
    {
        var shared = new AsymmetricLock(repaired);
        int expected = 1;
        var owner = new Thread(() =>
        {
            if (shared.TryCountAsOwner())
                expected = 2;
        });
        owner.Start();
        shared.TakeOverAndCount();
        owner.Join();
        WeakBug.Demand(shared._count == expected, "two were inside the lock at once");
    }

    // A read that the compiler leaves where it is, and the processor need not.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool ReadInPlace(ref bool location) => location;
}
