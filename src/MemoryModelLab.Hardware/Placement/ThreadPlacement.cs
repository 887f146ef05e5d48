using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace MemoryModelLab.Hardware.Placement;

/// <summary>Binds threads to logical processors, on Linux and Windows. Elsewhere the scheduler places them.</summary>
internal static unsafe partial class ThreadPlacement
{
    private const int MaskWords = 16;

    /// <summary>The logical processors this process may use, in order; empty where threads cannot be bound.</summary>
    public static IReadOnlyList<int> Available()
    {
        ulong* mask = stackalloc ulong[MaskWords];
        new Span<ulong>(mask, MaskWords).Clear();
        if (OperatingSystem.IsLinux())
        {
            if (Linux.GetAffinity(0, MaskWords * sizeof(ulong), mask) != 0) return [];
        }
        else if (OperatingSystem.IsWindows())
        {
            mask[0] = (ulong)Process.GetCurrentProcess().ProcessorAffinity;
        }

        var processors = new List<int>();
        for (int word = 0; word < MaskWords; word++)
        {
            for (ulong rest = mask[word]; rest != 0; rest &= rest - 1) processors.Add((word * 64) + BitOperations.TrailingZeroCount(rest));
        }

        return processors;
    }

    /// <summary>Binds the calling thread to <paramref name="processor"/>; false when the system refuses.</summary>
    public static bool TryBind(int processor)
    {
        ulong* mask = stackalloc ulong[MaskWords];
        new Span<ulong>(mask, MaskWords).Clear();
        mask[processor / 64] = 1UL << (processor % 64);
        if (OperatingSystem.IsLinux()) return Linux.SetAffinity(0, MaskWords * sizeof(ulong), mask) == 0;
        return OperatingSystem.IsWindows() && processor < 64 && Windows.SetThreadAffinityMask(Windows.GetCurrentThread(), (nuint)mask[0]) != 0;
    }

    /// <summary>The system's number of the calling thread, for <see cref="TryDemote"/>; 0 where there is none.</summary>
    public static int CurrentThread() => OperatingSystem.IsLinux() ? Linux.GetThreadId() : 0;

    /// <summary>
    /// Leaves thread <paramref name="thread"/> only the time nobody else wants: it will not end, and must not disturb what runs later.
    /// False where that is not possible; it then keeps its share, which costs time but nothing else.
    /// </summary>
    public static bool TryDemote(int thread)
    {
        int priority = 0;
        return thread != 0 && OperatingSystem.IsLinux() && Linux.SetScheduler(thread, Linux.Idle, &priority) == 0;
    }

    [SupportedOSPlatform("linux")]
    private static partial class Linux
    {
        /// <summary>The policy SCHED_IDLE.</summary>
        internal const int Idle = 5;

        [LibraryImport("libc", EntryPoint = "gettid")]
        internal static partial int GetThreadId();

        [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
        internal static partial int SetScheduler(int thread, int policy, int* priority);

        // Thread 0 is the calling thread.
        [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
        internal static partial int SetAffinity(int thread, nint size, ulong* mask);

        // The C library's wrapper turns the kernel's byte count into 0.
        [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
        internal static partial int GetAffinity(int thread, nint size, ulong* mask);
    }

    [SupportedOSPlatform("windows")]
    private static partial class Windows
    {
        [LibraryImport("kernel32")]
        internal static partial nint GetCurrentThread();

        [LibraryImport("kernel32")]
        internal static partial nuint SetThreadAffinityMask(nint thread, nuint mask);
    }
}
