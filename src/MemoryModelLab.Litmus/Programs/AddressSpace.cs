namespace MemoryModelLab.Litmus.Programs;

/// <summary>
/// Addresses are ordinary 64-bit values, far from the numbers tests use: location i of the test begins at <c>Base + i * Stride</c>.
/// Arithmetic on an address is then plain arithmetic.
/// </summary>
public static class AddressSpace
{
    /// <summary>The address of the first location.</summary>
    public const long Base = 0x4000_0000_0000;

    /// <summary>The distance between two declared locations, in bytes.</summary>
    public const long Stride = 0x1_0000;

    /// <summary>The address of the location declared <paramref name="index"/>-th.</summary>
    public static long AddressOf(int index) => Base + (index * Stride);

    /// <summary>Whether <paramref name="value"/> lies in one of the first <paramref name="count"/> locations; which one, and how far into it.</summary>
    public static bool TryDecode(long value, int count, out int index, out long offset)
    {
        long distance = value - Base;
        index = (int)Math.Clamp(distance / Stride, 0, int.MaxValue);
        offset = distance - (index * Stride);
        return distance >= 0 && index < count;
    }
}
