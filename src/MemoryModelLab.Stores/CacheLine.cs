using System.Runtime.InteropServices;

namespace MemoryModelLab.Stores;

/// <summary>
/// What keeps two threads' words apart: 128 bytes, for caches fetch lines of 64 in pairs on x64, and some Arm64 processors have lines of 128.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal readonly struct CacheLine
{
    public const int Size = 128;
}
