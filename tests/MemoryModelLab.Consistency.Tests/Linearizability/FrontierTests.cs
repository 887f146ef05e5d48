using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Linearizability;
using MemoryModelLab.Consistency.Tests.Oracle;

namespace MemoryModelLab.Consistency.Tests.Linearizability;

public class FrontierTests
{
    /// <summary>Updates of unknown outcome that nobody needs must not multiply the configurations: thirty of them of three values, under way to the end.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Many_updates_of_unknown_outcome_leave_the_frontier_small(bool isStale)
    {
        const int Steps = 20_000;
        var random = new Random(3);
        var builder = new HistoryBuilder();
        long value = 0, time = 0;
        for (int i = 0; i < 600; i++, time += 10)
        {
            if (i % 20 == 0)
            {
                if (i % 40 == 0) builder.Write("U" + i, "x", random.Next(3), time);
                else builder.CompareAndSet("U" + i, "x", random.Next(3), random.Next(3), null, time);
            }

            if (random.Next(2) == 0) builder.Write("A", "x", value = random.Next(3), time + 1, time + 4);
            else builder.Read("A", "x", value, time + 1, time + 4);
        }

        if (isStale) builder.Read("A", "x", 4, time, time + 1); // nobody ever wrote it
        History history = builder.Build();
        var frontier = new Frontier(RegisterProblem.Of(history, Serialization.All(history)));
        frontier.Advance(Steps);
        Assert.Equal(!isStale, frontier.Answer);
    }
}
