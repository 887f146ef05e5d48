using System.Reflection.Metadata;

namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>
/// An array with gaps, as ReadyToRun images keep it (dotnet/runtime, readytorun-format.md, "Sparse Array", and vm/nativeformatreader.h): blocks of 16
/// elements, each block a binary tree over the four bits of an index, highest first. A node says whether it has the half with a zero,
/// which follows it, and where the half with a one is; a node without both is the only element below it, and says its index.
/// </summary>
internal readonly struct NativeArray
{
    private const int BlockSize = 16;
    private const uint HasZero = 1, HasOne = 2;

    private readonly BlobReader content;
    private readonly int start;
    private readonly int indexBytes;

    /// <summary>The array at the start of <paramref name="content"/>.</summary>
    public NativeArray(BlobReader content)
    {
        uint header = ReadUnsigned(ref content);
        Count = (int)(header >> 2);
        indexBytes = (header & 3) switch { 0 => 1, 1 => 2, _ => 4 };
        start = content.Offset;
        this.content = content;
    }

    /// <summary>The number of elements, gaps too.</summary>
    public int Count { get; }

    /// <summary>Moves to element <paramref name="index"/>; false when it is a gap.</summary>
    public bool TryRead(int index, out BlobReader element)
    {
        element = content;
        if (index < 0 || index >= Count) return false;
        element.Offset = start + (index / BlockSize * indexBytes);
        element.Offset = start + (indexBytes switch { 1 => element.ReadByte(), 2 => element.ReadUInt16(), _ => element.ReadInt32() });
        for (int bit = BlockSize / 2; bit > 0; bit /= 2)
        {
            int at = element.Offset;
            uint node = ReadUnsigned(ref element);
            uint half = (index & bit) != 0 ? HasOne : HasZero;
            if ((node & half) == HasOne) element.Offset = at + (int)(node >> 2);
            else if ((node & half) == 0) return (node & (HasZero | HasOne)) == 0 && node >> 2 == index % BlockSize;
        }

        return true;
    }

    /// <summary>A number of one to five bytes: as many ones as the lowest bits of the first byte has, so many bytes follow it.</summary>
    public static uint ReadUnsigned(ref BlobReader from)
    {
        uint first = from.ReadByte();
        int following = System.Numerics.BitOperations.TrailingZeroCount(~first);
        if (following == 4) return from.ReadUInt32();
        if (following > 4) throw new BadImageFormatException("a number has too many bytes");
        uint value = first >> (following + 1);
        for (int i = 0; i < following; i++) value |= (uint)from.ReadByte() << (7 - following + (8 * i));
        return value;
    }
}
