using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <content>Memory that no collector knows. Under exploration it is arrays of bytes, which do not move; giving it back has no effect.</content>
public static unsafe partial class Hooks
{
    private const nuint MostBytes = 1 << 30;

    /// <summary><c>NativeMemory.Alloc</c>.</summary>
    public static void* AllocateNative(nuint bytes) => Session.Current is null ? NativeMemory.Alloc(bytes) : Bytes(bytes);

    /// <summary><c>NativeMemory.Alloc</c> of elements.</summary>
    public static void* AllocateNativeElements(nuint count, nuint size) => Session.Current is null ? NativeMemory.Alloc(count, size) : Bytes(checked(count * size));

    /// <summary><c>NativeMemory.AllocZeroed</c>.</summary>
    public static void* AllocateZeroed(nuint bytes) => Session.Current is null ? NativeMemory.AllocZeroed(bytes) : Bytes(bytes);

    /// <summary><c>NativeMemory.AllocZeroed</c> of elements.</summary>
    public static void* AllocateZeroedElements(nuint count, nuint size) => Session.Current is null ? NativeMemory.AllocZeroed(count, size) : Bytes(checked(count * size));

    /// <summary><c>NativeMemory.AlignedAlloc</c>.</summary>
    public static void* AllocateAligned(nuint bytes, nuint alignment)
    {
        if (Session.Current is null)
            return NativeMemory.AlignedAlloc(bytes, alignment);
        nuint start = (nuint)Bytes(checked(bytes + alignment));
        return (void*)((start + alignment - 1) / alignment * alignment);
    }

    /// <summary><c>NativeMemory.Free</c>.</summary>
    public static void FreeNative(void* start)
    {
        if (Session.Current is null)
            NativeMemory.Free(start);
    }

    /// <summary><c>NativeMemory.AlignedFree</c>.</summary>
    public static void FreeAligned(void* start)
    {
        if (Session.Current is null)
            NativeMemory.AlignedFree(start);
    }

    /// <summary><c>Marshal.AllocHGlobal</c>.</summary>
    public static nint AllocateGlobal(int bytes) => AllocateGlobalMany(bytes);

    /// <summary><c>Marshal.AllocHGlobal</c>.</summary>
    public static nint AllocateGlobalMany(nint bytes) => Session.Current is null ? Marshal.AllocHGlobal(bytes) : (nint)Bytes((nuint)bytes);

    /// <summary><c>Marshal.FreeHGlobal</c>.</summary>
    public static void FreeGlobal(nint start)
    {
        if (Session.Current is null)
            Marshal.FreeHGlobal(start);
    }

    /// <summary>A pointer is put where another thread may find it.</summary>
    public static nint KeepPointer(nint value, int site)
    {
        Session.Current?.DemandNotOnStack((nuint)value, site);
        return value;
    }

    /// <summary>A pointer is given to a call, which does with what is there as it likes.</summary>
    public static void LendPointer(nint value, int site) => Session.Current?.LendAddress((nuint)value, site);

    private static void* Bytes(nuint count) => count <= MostBytes
        ? Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(NewArray<byte>((nint)nuint.Max(count, 1))))
        : throw new UnsupportedCodeException($"{count} bytes of native memory are more than the explorer provides");
}
