using MemoryModelLab.Workloads.Benchmarks;

namespace MemoryModelLab.Stores.Tests.Workloads.Benchmarks;

public sealed class OrderTests
{
    [Fact]
    public void TurnsGoOnWhereTheOneBeforeEndedAndThenFromTheBeginning()
    {
        var order = new Order<int>([[0, 1, 2, 3, 4], [10, 11, 12, 13, 14]], turn: 3);
        var seen = new List<int>();
        for (int round = 0; round < 3; round++)
            Assert.Equal(3, order.Each(round, 1, Add));
        Assert.Equal([10, 11, 12, 13, 14, 10, 11, 12, 13], seen);

        int Add(ReadOnlySpan<int> keys)
        {
            seen.AddRange(keys);
            return keys.Length;
        }
    }

    [Fact]
    public void ATurnMayGoRoundSeveralTimes()
    {
        var order = new Order<int>([[1, 2]], turn: 5);
        int sum = 0;
        order.Each(0, 0, keys =>
        {
            foreach (int key in keys)
                sum += key;
            return keys.Length;
        });
        Assert.Equal(7, sum);
    }
}
