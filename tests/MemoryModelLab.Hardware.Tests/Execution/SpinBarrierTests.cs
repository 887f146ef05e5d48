using MemoryModelLab.Hardware.Execution;

namespace MemoryModelLab.Hardware.Tests.Execution;

public class SpinBarrierTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nobody_passes_before_everybody_has_arrived(int parties)
    {
        const int rounds = 2000;
        var barrier = new SpinBarrier(parties, sharedProcessors: parties > Environment.ProcessorCount);
        int[] arrived = new int[rounds];
        int early = 0;
        Thread[] threads = [.. Enumerable.Range(0, parties).Select(_ => new Thread(() =>
        {
            for (int round = 0; round < rounds; round++)
            {
                Interlocked.Increment(ref arrived[round]);
                barrier.Meet();
                if (arrived[round] != parties) Interlocked.Increment(ref early);
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(0, early);
    }

    [Fact]
    public void Closing_sends_everybody_away()
    {
        var barrier = new SpinBarrier(2, sharedProcessors: false);
        bool met = true;
        var waiting = new Thread(() => met = barrier.Meet());
        waiting.Start();
        barrier.Close();
        waiting.Join();
        Assert.False(met);
        Assert.False(barrier.Meet());
    }
}
