using MemoryModelLab.Hardware.MachineCode;

namespace MemoryModelLab.Hardware.Tests.MachineCode;

public sealed class NativeToIlMapTests
{
    // Written by hand: 7 bytes of map, none of variables; 4 entries of 2 + 4 + 4 bits, least significant first:
    //   kind 0, +0, IL -2 + 3 = 1:   0 |  0 << 2 |  1 << 6 = 0x040
    //   kind 2, +8, IL  0 + 3 = 3:   2 |  8 << 2 |  3 << 6 = 0x0E2
    //   kind 2, +8, IL  7 + 3 = 10:  2 |  8 << 2 | 10 << 6 = 0x2A2
    //   kind 0, +8, IL -3 + 3 = 0:   0 |  8 << 2 |  0 << 6 = 0x020
    // and 0x040 | 0x0E2 << 10 | 0x2A2 << 20 | 0x020 << 30 = 0x08_2A23_8840.
    private static readonly byte[] Method = [0x07, 0x34, 0x03, 0x40, 0x88, 0x23, 0x2A, 0x08];

    [Fact]
    public void Entries_are_packed_bit_by_bit()
    {
        Assert.Equal([(0, 8, -2), (8, 16, 0), (16, 24, 7), (24, 28, -3)], NativeToIlMap.Read(Bytes.Of(Method), 28));
    }

    [Fact]
    public void A_method_without_a_map_has_no_entries() => Assert.Empty(NativeToIlMap.Read(Bytes.Of(0x00), 28));

    [Theory]
    [InlineData("outside of the code", 20, new byte[] { 0x07, 0x34, 0x03, 0x40, 0x88, 0x23, 0x2A, 0x08 })]
    [InlineData("cut off", 28, new byte[] { 0x07, 0x34, 0x03, 0x40, 0x88, 0x23 })]
    [InlineData("the size it says", 28, new byte[] { 0x07, 0x35, 0x03, 0x40, 0x88, 0x23, 0x2A, 0x08 })]
    [InlineData("the size it says", 28, new byte[] { 0x07, 0x34, 0x04, 0x40, 0x88, 0x23, 0x2A, 0x08 })]
    [InlineData("too wide", 28, new byte[] { 0x07, 0xC4, 0x38, 0x40, 0x88, 0x23, 0x2A, 0x08 })]
    [InlineData("too large", 28, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    public void What_is_no_such_map_is_refused(string reason, int codeBytes, byte[] method)
    {
        BadImageFormatException refused = Assert.Throws<BadImageFormatException>(() => NativeToIlMap.Read(Bytes.Of(method), codeBytes));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    // Three bits a group, the highest first, the fourth says that more follow: 8 is 1 and 0.
    [Theory]
    [InlineData(5, 0x05)]
    [InlineData(8, 0x09)]
    [InlineData(511, 0xFF, 0x07)]
    public void Numbers_are_nibbles(int expected, params int[] bytes)
    {
        System.Reflection.Metadata.BlobReader reader = Bytes.Of([.. bytes.Select(value => (byte)value)]);
        Assert.Equal(expected, new NibbleReader(ref reader).Read());
    }
}
