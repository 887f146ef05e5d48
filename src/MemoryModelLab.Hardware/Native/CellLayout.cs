using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Native;

/// <summary>Where the locations of an iteration lie: at an offset from the iteration's row.</summary>
/// <remarks>
/// Rows follow each other at <see cref="Stride"/>, and the cells of different locations lie <c>gap</c> bytes apart: with a small gap and a
/// wide stride an iteration has its cells side by side on lines of its own; with a small stride and a gap wider than all rows every
/// location is an array, and neighbouring iterations share its lines.
/// </remarks>
internal sealed class CellLayout
{
    private readonly LitmusProgram program;
    private readonly int[] offsets;
    private readonly int size;

    /// <summary>Lays out the locations of <paramref name="program"/>.</summary>
    /// <param name="program">The program.</param>
    /// <param name="stride">The bytes from one row to the next; at least a row's size where the locations of a row lie together.</param>
    /// <param name="gap">The bytes from one location to the next.</param>
    /// <param name="width">The most bits an access has.</param>
    public CellLayout(LitmusProgram program, int stride, int gap, int width = 64)
    {
        (this.program, Stride, size) = (program, stride, LocationSize(program, width));
        offsets = [.. Enumerable.Range(0, Declared(program)).Select(index => index * gap)];
    }

    /// <summary>The layout of <paramref name="program"/>'s cells, accessed with so many bits at most, that <paramref name="shape"/> asks for.</summary>
    public static CellLayout Of(LitmusProgram program, BatchShape shape, int width)
    {
        int size = LocationSize(program, width), padded = Round(size, 128);
        return shape.Spacing switch
        {
            CellSpacing.Apart => new CellLayout(program, padded * Declared(program), padded, width),
            CellSpacing.Far => new CellLayout(program, Round(padded * Declared(program), 4096) + 128, padded, width),
            CellSpacing.Together => new CellLayout(program, Round(size * Declared(program), 64), size, width),

            // Arrays, one a location; the odd lines between them keep equal indices out of equal cache sets.
            _ => new CellLayout(program, size, Round(size * shape.Size, 4096) + 192, width),
        };
    }

    /// <summary>The bytes that so many rows take, in whole pages.</summary>
    public int Bytes(int rows) => Round((Stride * rows) + offsets[^1] + size + 64, 4096);

    /// <summary>The bytes from one row to the next.</summary>
    public int Stride { get; }


    /// <summary>The offset of the declared location <paramref name="index"/>.</summary>
    public int OffsetOf(int index) => offsets[index];

    /// <summary>The offset of a location, or of a cell in it.</summary>
    public int OffsetOf(Location location) => offsets[location.Declared] + (int)location.Offset;

    /// <summary>The offset of what the source calls <paramref name="name"/>.</summary>
    public int OffsetOf(string name) => OffsetOf(program.Locations.First(location => location.Name == name || location.Name + "[0]" == name));

    /// <summary>What the program calls the address <paramref name="offset"/> bytes from a row's start; -1 when it is in no location.</summary>
    public long Decode(long offset)
    {
        for (int index = 0; index < offsets.Length; index++)
        {
            if (offset >= offsets[index] && offset < offsets[index] + size) return AddressSpace.AddressOf(index) + offset - offsets[index];
        }

        return -1;
    }

    // The smaller, the more iterations share a line of an array, and the fewer lines go to and fro.
    private static int LocationSize(LitmusProgram program, int width) => Round((int)(program.Locations.Max(location => (long?)location.Offset) ?? 0) + (width / 8), width / 8);

    private static int Declared(LitmusProgram program) => Math.Max(1, program.Locations.Count(location => location.Offset == 0));

    private static int Round(int value, int to) => (value + to - 1) / to * to;
}
