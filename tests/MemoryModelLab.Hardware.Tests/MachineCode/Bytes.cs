using System.Reflection.Metadata;
using System.Runtime.InteropServices;

namespace MemoryModelLab.Hardware.Tests.MachineCode;

/// <summary>Bytes as a reader of images reads them.</summary>
internal static class Bytes
{
    /// <summary>A reader of <paramref name="bytes"/>, which may be anywhere in memory and stay there.</summary>
    public static unsafe BlobReader Of(params byte[] bytes)
    {
        byte[] pinned = GC.AllocateArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(pinned, 0);
        Kept.Add(pinned);
        return new BlobReader((byte*)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0), pinned.Length);
    }

    private static readonly System.Collections.Concurrent.ConcurrentBag<byte[]> Kept = [];
}
