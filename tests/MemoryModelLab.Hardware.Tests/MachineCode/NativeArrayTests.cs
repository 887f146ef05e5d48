using System.Reflection.Metadata;
using MemoryModelLab.Hardware.MachineCode;

namespace MemoryModelLab.Hardware.Tests.MachineCode;

public sealed class NativeArrayTests
{
    // Three elements, offsets of one byte. Behind the header the offset of the one block, from itself: 1. Its root has only zeros, so has the
    // next node; the third has both halves, its ones 3 bytes further; below them each half is one element, number 0 and number 2.
    private static readonly byte[] ZeroAndTwo = [3 << 3, 1, 1 << 1, 1 << 1, (3 | (3 << 2)) << 1, 0, 0xAA, 2 << 3, 0xBB];

    [Theory]
    [InlineData(0, 0xAA)]
    [InlineData(1, -1)]
    [InlineData(2, 0xBB)]
    [InlineData(3, -1)]
    [InlineData(16, -1)]
    public void Elements_are_found_and_gaps_are_not(int index, int expected)
    {
        var array = new NativeArray(Bytes.Of(ZeroAndTwo));
        Assert.Equal(3, array.Count);
        Assert.Equal(expected, array.TryRead(index, out BlobReader element) ? element.ReadByte() : -1);
    }

    // 17 elements, offsets of two bytes; only the last is there, alone in the second block.
    [Fact]
    public void An_element_of_a_later_block_is_found_by_its_last_four_bits()
    {
        var array = new NativeArray(Bytes.Of(((17 << 2) | 1) << 2 & 0xFF | 1, ((17 << 2) | 1) >> 6, 4, 0, 5, 0, 1 << 3, 0, 0xCC));
        Assert.Equal(17, array.Count);
        Assert.True(array.TryRead(16, out BlobReader element));
        Assert.Equal(0xCC, element.ReadByte());
        Assert.False(array.TryRead(0, out _));
    }

    [Theory]
    [InlineData(0, 0x00)]
    [InlineData(127, 0xFE)]
    [InlineData(128, 0x01, 0x02)]
    [InlineData(16383, 0xFD, 0xFF)]
    [InlineData(16384, 0x03, 0x00, 0x02)]
    [InlineData(2097152, 0x07, 0x00, 0x00, 0x02)]
    [InlineData(0x12345678, 0x0F, 0x78, 0x56, 0x34, 0x12)]
    public void Numbers_have_one_to_five_bytes(int expected, params int[] bytes)
    {
        BlobReader reader = Bytes.Of([.. bytes.Select(value => (byte)value)]);
        Assert.Equal((uint)expected, NativeArray.ReadUnsigned(ref reader));
        Assert.Equal(0, reader.RemainingBytes);
    }

    [Fact]
    public void What_is_no_array_is_refused()
    {
        Assert.Throws<BadImageFormatException>(() => new NativeArray(Bytes.Of(0x1F, 0, 0, 0, 0, 0)));
        Assert.Throws<BadImageFormatException>(() => new NativeArray(Bytes.Of(3 << 3, 200)).TryRead(0, out _));
    }
}
