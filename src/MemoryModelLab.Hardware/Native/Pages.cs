using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace MemoryModelLab.Hardware.Native;

/// <summary>
/// Memory of the system's, of whole pages and full of zeros: for cells, or for code. Code is written while the pages can be written and run
/// when they no longer can; no page is ever both.
/// </summary>
internal sealed unsafe partial class Pages : IDisposable
{
    private Pages(byte* start, nuint size)
    {
        Start = start;
        Size = size;
    }

    /// <summary>The first byte.</summary>
    public byte* Start { get; private set; }

    /// <summary>The size in bytes.</summary>
    public nuint Size { get; }

    /// <summary>
    /// Memory for data, below 2 GB where the system has room there, so that 32-bit code can hold its addresses.
    /// </summary>
    public static Pages ForData(nuint size)
    {
        if (OperatingSystem.IsWindows()) return new Pages(Windows.Allocate(0, size, Windows.CommitAndReserve, Windows.ReadWrite), size).Checked();
        byte* low = OperatingSystem.IsLinux() ? Unix.Map(0, size, Unix.Read | Unix.Write, Unix.PrivateAnonymous | Unix.Low, -1, 0) : Unix.Failed;
        byte* start = low != Unix.Failed ? low : Unix.Map(0, size, Unix.Read | Unix.Write, Unix.PrivateAnonymous, -1, 0);
        return new Pages(start == Unix.Failed ? null : start, size).Checked();
    }

    /// <summary>Pages that hold <paramref name="write"/>'s code, made for the address it is given, and can be run.</summary>
    /// <param name="size">The largest the code may be.</param>
    /// <param name="write">The code for a start address.</param>
    public static Pages ForCode(int size, Func<ulong, byte[]> write)
    {
        Pages pages = ForData((nuint)size);
        byte[] code = write((ulong)pages.Start);
        if (code.Length > size) throw new NotSupportedException($"the code of a thread takes {code.Length} bytes, more than the {size} there are for it");
        code.CopyTo(new Span<byte>(pages.Start, size));
        uint old;
        bool done = OperatingSystem.IsWindows()
            ? Windows.Protect(pages.Start, pages.Size, Windows.ReadAndExecute, &old) != 0
            : Unix.Protect(pages.Start, pages.Size, Unix.Read | Unix.Execute) == 0;
        if (!done) throw new NotSupportedException($"this system lets no program run code it made: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        Synchronise(pages);
        return pages;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Start is null) return;
        if (OperatingSystem.IsWindows()) _ = Windows.Free(Start, 0, Windows.Release);
        else _ = Unix.Unmap(Start, Size);
        Start = null;
    }

    // x64 sees code that was written. On ARM64 the instruction caches must be told of it; Linux does so where it makes a page executable
    // (arch/arm64/mm/flush.c, __sync_icache_dcache), elsewhere the program has to ask.
    private static void Synchronise(Pages pages)
    {
        if (OperatingSystem.IsWindows()) _ = Windows.FlushInstructionCache(Windows.GetCurrentProcess(), pages.Start, pages.Size);
        else if (OperatingSystem.IsMacOS()) Unix.InvalidateInstructionCache(pages.Start, pages.Size);
    }

    private Pages Checked() => Start is not null ? this : throw new NotSupportedException("the system has no memory left for the test's cells");

    [UnsupportedOSPlatform("windows")]
    private static partial class Unix
    {
        internal const int Read = 1;
        internal const int Write = 2;
        internal const int Execute = 4;

        /// <summary>MAP_32BIT of Linux on x86-64.</summary>
        internal const int Low = 0x40;

        /// <summary>MAP_PRIVATE and MAP_ANONYMOUS, which has another number on macOS.</summary>
        internal static readonly int PrivateAnonymous = OperatingSystem.IsMacOS() ? 0x1002 : 0x22;

        internal static readonly byte* Failed = (byte*)-1;

        [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
        internal static partial byte* Map(nint address, nuint size, int protection, int flags, int file, nint offset);

        [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
        internal static partial int Protect(byte* address, nuint size, int protection);

        [LibraryImport("libSystem", EntryPoint = "sys_icache_invalidate")]
        internal static partial void InvalidateInstructionCache(byte* address, nuint size);

        [LibraryImport("libc", EntryPoint = "munmap")]
        internal static partial int Unmap(byte* address, nuint size);
    }

    [SupportedOSPlatform("windows")]
    private static partial class Windows
    {
        internal const uint CommitAndReserve = 0x3000;
        internal const uint Release = 0x8000;
        internal const uint ReadWrite = 0x04;
        internal const uint ReadAndExecute = 0x20;

        [LibraryImport("kernel32", EntryPoint = "VirtualAlloc", SetLastError = true)]
        internal static partial byte* Allocate(nint address, nuint size, uint kind, uint protection);

        [LibraryImport("kernel32", EntryPoint = "VirtualProtect", SetLastError = true)]
        internal static partial int Protect(byte* address, nuint size, uint protection, uint* old);

        [LibraryImport("kernel32", EntryPoint = "GetCurrentProcess")]
        internal static partial nint GetCurrentProcess();

        [LibraryImport("kernel32", EntryPoint = "FlushInstructionCache")]
        internal static partial int FlushInstructionCache(nint process, byte* address, nuint size);

        [LibraryImport("kernel32", EntryPoint = "VirtualFree")]
        internal static partial int Free(byte* address, nuint size, uint kind);
    }
}
