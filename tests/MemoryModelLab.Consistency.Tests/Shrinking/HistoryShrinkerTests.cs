using System.Text;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;
using MemoryModelLab.Consistency.Shrinking;
using MemoryModelLab.Consistency.Tests.Oracle;

namespace MemoryModelLab.Consistency.Tests.Shrinking;

public class HistoryShrinkerTests
{
    private static readonly ConsistencyModel Linearizable = ConsistencyModel.Find("linearizable")!;

    [Fact]
    public void A_stale_read_among_many_operations_is_found_with_the_writes_it_needs()
    {
        var builder = new HistoryBuilder();
        for (int i = 0; i < 300; i++)
        {
            builder.Write("A", "x", i % 5, from: 10 * i, to: (10 * i) + 2);
            builder.Read("B", "x", i == 200 ? 2 : i % 5, from: (10 * i) + 4, to: (10 * i) + 6);
        }

        History small = HistoryShrinker.Shrink(builder.Build(), Linearizable, new CheckOptions { TimeLimit = Timeout.InfiniteTimeSpan });
        Assert.Equal(Judgement.Violated, new Judge(small).Of(Linearizable).Judgement);
        Assert.InRange(small.Operations.Length, 2, 4); // though 2 was written sixty times
        Assert.Contains(401L, small.Operations.ToArray().Select(o => o.Id));
    }

    [Fact]
    public void What_is_left_is_minimal_and_still_not_linearizable_and_can_be_written_and_read()
    {
        int shrunk = 0;
        for (int seed = 0; seed < 600; seed++)
        {
            History history = seed % 2 == 0
                ? RandomHistories.Few(seed, operations: 8, clients: 3, keys: 2, values: 3, unknown: 0.1)
                : RandomHistories.Distinct(seed, operations: 8, clients: 3, keys: 2, unknown: 0.1);
            if (Serialization.IsLinearizable(history)) continue;
            History small = HistoryShrinker.Shrink(history, Linearizable);
            Assert.False(Serialization.IsLinearizable(small), $"seed {seed}{RandomHistories.Show(history)}\n  to{RandomHistories.Show(small)}");
            Assert.True(small.Operations.Length <= history.Operations.Length);
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(HistoryWriter.Write(small)));
            History again = HistoryReader.Read(stream, "small");
            Assert.Equal(RandomHistories.Show(small), RandomHistories.Show(again));
            shrunk++;
        }

        Assert.True(shrunk > 100);
    }

    [Fact]
    public void A_history_that_satisfies_the_model_stays_as_it_is()
    {
        var builder = new HistoryBuilder();
        builder.Write("A", "x", 1, from: 0, to: 1);
        History history = builder.Build();
        Assert.Same(history, HistoryShrinker.Shrink(history, Linearizable));
    }
}
