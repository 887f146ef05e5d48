using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Linearizability;
using MemoryModelLab.Consistency.Tests.Oracle;

namespace MemoryModelLab.Consistency.Tests.Linearizability;

public class ZonesTests
{
    [Fact]
    public void Agree_with_all_orders_on_random_histories()
    {
        int good = 0, bad = 0;
        for (int seed = 0; seed < 20_000; seed++)
        {
            History history = RandomHistories.Distinct(seed, operations: 7, clients: 4, keys: 1, unknown: seed % 3 == 0 ? 0.3 : 0);
            int[] operations = Serialization.All(history);
            bool expected = Serialization.IsLinearizable(history);
            bool found = Zones.Of(history, operations)!.Conflict(0) is null;
            Assert.True(expected == found, $"seed {seed}: all orders say {expected}, zones {found}");
            _ = expected ? good++ : bad++;
        }

        Assert.True(good > 2000 && bad > 2000, $"{good} linearizable, {bad} not: the histories are too much alike");
    }

    [Fact]
    public void The_order_is_a_linearization()
    {
        for (int seed = 0; seed < 5_000; seed++)
        {
            History history = RandomHistories.Distinct(seed, operations: 7, clients: 4, keys: 1);
            var order = new List<int>();
            if (Zones.Of(history, Serialization.All(history))!.Check(order) is not null) continue;
            Witnesses.AssertLinearization(history, order);
        }
    }

    [Fact]
    public void The_core_contradicts_itself_without_the_rest()
    {
        for (int seed = 0; seed < 5_000; seed++)
        {
            History history = RandomHistories.Distinct(seed, operations: 7, clients: 4, keys: 1);
            if (Zones.Of(history, Serialization.All(history))!.Conflict(0) is not { } contradiction) continue;
            Assert.InRange(contradiction.Core.Count, 1, 6);
            Assert.False(IsLinearizable(contradiction.Core), $"seed {seed}");
            foreach (int left in contradiction.Core)
            {
                Operation gone = history.Operations[left];
                bool Reads(int read) => gone.Kind == OperationKind.Write && history.Operations[read].Kind == OperationKind.Read && history.Operations[read].Value == gone.Value;
                Assert.True(IsLinearizable(contradiction.Core.Where(o => o != left && !Reads(o))), $"seed {seed}: operation {left} need not be in the core {string.Join(", ", contradiction.Core)}{RandomHistories.Show(history)}");
            }

            bool IsLinearizable(IEnumerable<int> some) => Serialization.Exists(history, [.. some], (a, b) => history.Operations[a].Response < history.Operations[b].Invocation);
        }
    }

    [Fact]
    public void A_stale_read_is_named()
    {
        var builder = new HistoryBuilder();
        builder.Write("A", "x", 1, from: 0, to: 1);
        builder.Read("B", "x", 0, from: 2, to: 3);
        Contradiction contradiction = Zones.Of(builder.Build(), [0, 1])!.Conflict(0)!;
        Assert.Equal([0, 1], contradiction.Core);
        Assert.Equal("x=0 was there before client A wrote x=1, and client A wrote x=1 before client B read x=0: the values of x cannot both come first", contradiction.Reason);
    }

    [Fact]
    public void Values_written_twice_are_not_covered()
    {
        var builder = new HistoryBuilder();
        builder.Write("A", "x", 1, from: 0, to: 1);
        builder.Write("B", "x", 1, from: 2, to: 3);
        Assert.Null(Zones.Of(builder.Build(), [0, 1]));
    }
}
