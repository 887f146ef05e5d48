using System.Reflection.Metadata;

namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>
/// Numbers in groups of four bits, the lower half of a byte first: three bits of the number, the highest first, below one that says whether
/// more follow (dotnet/runtime, src/coreclr/inc/nibblestream.h).
/// </summary>
internal ref struct NibbleReader(ref BlobReader bytes)
{
    private const int MostGroups = 11;

    private readonly ref BlobReader bytes = ref bytes;
    private int upper = -1;

    /// <summary>The next number.</summary>
    public int Read()
    {
        ulong value = 0;
        for (int groups = 1; groups <= MostGroups; groups++)
        {
            int group = Next();
            value = (value << 3) | (uint)(group & 7);
            if (value > int.MaxValue) break;
            if ((group & 8) == 0) return (int)value;
        }

        throw new BadImageFormatException("a number is too large");
    }

    private int Next()
    {
        if (upper >= 0) return Take();
        int read = bytes.ReadByte();
        upper = read >> 4;
        return read & 15;
    }

    private int Take()
    {
        int group = upper;
        upper = -1;
        return group;
    }
}
