using System.Reflection.Metadata;

namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>
/// A method's map from its code to its IL as a ReadyToRun image of version 16 keeps it: the sizes of the map and of the places of the
/// variables as nibbles, then the map: as nibbles the number of entries and, less one, the bits of their two numbers, and then, from the lowest bit
/// up, the entries. An entry is two bits of what its place is, the distance of its native offset from the one before, and its IL offset plus 3:
/// -1 to -3 are code without IL, the prologue and the epilogue (dotnet/runtime, src/coreclr/vm/debuginfostore.cpp and inc/cordebuginfo.h).
/// </summary>
internal static class NativeToIlMap
{
    /// <summary>The major version of the image that has this form.</summary>
    public const int Version = 16;

    private const int KindBits = 2, MostBits = 32, LowestIlOffset = -3;

    /// <summary>Reads a map.</summary>
    /// <param name="from">Its first byte.</param>
    /// <param name="codeBytes">The size of the code.</param>
    /// <returns>From and to which native offset code comes from which IL offset; empty when the image keeps none.</returns>
    /// <exception cref="BadImageFormatException">It is not such a map.</exception>
    public static IReadOnlyList<(int Start, int End, int IlOffset)> Read(BlobReader from, int codeBytes)
    {
        var sizes = new NibbleReader(ref from);
        int bytes = sizes.Read();
        sizes.Read();
        if (bytes == 0) return [];
        if (bytes > from.RemainingBytes) throw new BadImageFormatException("the map is cut off");

        int start = from.Offset;
        var widths = new NibbleReader(ref from);
        int count = widths.Read(), nativeBits = widths.Read() + 1, ilBits = widths.Read() + 1;
        if (nativeBits > MostBits || ilBits > MostBits) throw new BadImageFormatException("an entry of the map is too wide");

        // The map fills its bytes exactly; one of another form hardly does.
        long bits = (long)count * (KindBits + nativeBits + ilBits);
        if (bytes != from.Offset - start + ((bits + 7) / 8)) throw new BadImageFormatException("the map does not have the size it says");

        var packed = new PackedBits(from);
        var entries = new (int Native, int Il)[count];
        long native = 0;
        for (int i = 0; i < count; i++)
        {
            packed.Read(KindBits);
            native += packed.Read(nativeBits);
            long il = packed.Read(ilBits) + LowestIlOffset;
            if (native > codeBytes || il > int.MaxValue) throw new BadImageFormatException("an entry of the map lies outside of the code");
            entries[i] = ((int)native, (int)il);
        }

        return [.. entries.Select((entry, i) => (entry.Native, i + 1 < count ? entries[i + 1].Native : codeBytes, entry.Il))];
    }

    private struct PackedBits(BlobReader bytes)
    {
        private ulong waiting;
        private int count;

        public long Read(int width)
        {
            for (; count < width; count += 8) waiting |= (ulong)bytes.ReadByte() << count;
            long value = (long)(waiting & ((1UL << width) - 1));
            waiting >>= width;
            count -= width;
            return value;
        }
    }
}
