namespace MemoryModelLab.Stores.Tests;

public sealed class LinearTableTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(1 << 10)]
    [InlineData(1 << 20)]
    public void GrowsToTwiceItsLength(int length)
    {
        int capacity = LinearTable<int, byte>.CapacityAfter(length);
        Assert.Equal(2 * length, new LinearTable<int, byte>(capacity).Slots.Length);
    }

    [Fact]
    public void TheLongestButOneGrowsAndTheLongestDoesNot()
    {
        Assert.InRange(LinearTable<int, byte>.CapacityAfter(1 << 29), (1 << 29) + 1, 1 << 30);
        Assert.Throws<InsufficientMemoryException>(() => LinearTable<int, byte>.CapacityAfter(1 << 30));
    }
}
