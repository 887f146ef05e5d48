using System.Globalization;
using System.Numerics;

namespace MemoryModelLab.Hardware.Campaigns;

/// <summary>CRC-32C (Castagnoli) as eight hexadecimal digits: finds every torn or edited line but one in four thousand million.</summary>
internal static class Checksum
{
    /// <summary>The checksum of <paramref name="bytes"/>.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte each in bytes) crc = BitOperations.Crc32C(crc, each);
        return (~crc).ToString("x8", CultureInfo.InvariantCulture);
    }
}
