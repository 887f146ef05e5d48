using MemoryModelLab.Machine.Timed;

namespace MemoryModelLab.Machine.Tests.Timed;

/// <summary>The timing wheel against a sorted set.</summary>
public sealed class EventQueueTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(500)]
    [InlineData(200_000)]
    [InlineData(1L << 40)]
    public void Whoever_is_next_in_time_is_taken_and_equals_in_the_order_they_came(long mostWait)
    {
        const int Agents = 40;
        var random = new Random(1);
        var queue = new EventQueue(Agents);
        var expected = new PriorityQueue<int, (long Time, int Order)>();
        int order = 0;
        for (int i = 0; i < Agents; i++) Add(i, 0);
        for (int taken = 0; taken < 20_000; taken++)
        {
            Assert.True(expected.TryDequeue(out int agent, out (long Time, int Order) next));
            Assert.Equal((agent, next.Time), (queue.Take(), queue.Now));
            if (taken < 19_000 || random.Next(2) == 0) Add(agent, next.Time + random.NextInt64(mostWait));
            if (expected.Count == 0) break;
        }

        while (expected.TryDequeue(out int agent, out _)) Assert.Equal(agent, queue.Take());
        Assert.Equal(-1, queue.Take());

        void Add(int agent, long time)
        {
            queue.Add(agent, time);
            expected.Enqueue(agent, (time, order++));
        }
    }
}
