using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;
using MemoryModelLab.Consistency.Staleness;

namespace MemoryModelLab.Consistency.Tests.Staleness;

public class ReadStalenessTests
{
    [Fact]
    public void Percentiles_and_shares_are_those_of_the_reads()
    {
        var history = new HistoryBuilder();
        for (int i = 0; i < 4; i++) history.Write("W", "x", i + 1, from: 10 * i, to: (10 * i) + 5); // 1 is overwritten at 15, 2 at 25, 3 at 35
        history.Read("A", "x", 4, from: 100, to: 101);
        history.Read("A", "x", 3, from: 110, to: 111); // for 75
        history.Read("A", "x", 4, from: 120, to: 121);
        history.Read("A", "x", 1, from: 130, to: 131); // for 115, three versions behind
        ReadStaleness reads = new Judge(history.Build()).ReadStaleness!;
        Assert.Equal(4, reads.Reads);
        Assert.Equal((1, 1, 2, 4), (reads.Versions(0), reads.Versions(0.5), reads.Versions(0.75), reads.Versions(1)));
        Assert.Equal((0, 0, 75, 115), (reads.Time(0), reads.Time(0.5), reads.Time(0.75), reads.Time(1)));
        Assert.Equal((0.5, 0.5, 0.75, 1.0), (reads.ShareWithinTime(0), reads.ShareWithinTime(74), reads.ShareWithinTime(75), reads.ShareWithinTime(115)));
        Assert.Equal((0.5, 0.75, 0.75, 1.0), (reads.ShareWithinVersions(1), reads.ShareWithinVersions(2), reads.ShareWithinVersions(3), reads.ShareWithinVersions(4)));
    }

    [Fact]
    public void A_read_that_shows_a_value_makes_the_one_before_stale_though_its_write_goes_on()
    {
        var history = new HistoryBuilder();
        history.Write("W", "x", 1, from: 0, to: 100);
        history.Read("A", "x", 1, from: 10, to: 20);
        history.Read("B", "x", 0, from: 50, to: 60);
        ReadStaleness reads = new Judge(history.Build()).ReadStaleness!;
        Assert.Equal((2, 30L), (reads.Versions(1), reads.Time(1)));
    }

    [Fact]
    public void Each_read_is_as_stale_as_counting_says_and_never_staler_than_the_smallest_k_and_t()
    {
        int stale = 0;
        for (int seed = 0; seed < 500; seed++)
        {
            History history = RandomHistories.Distinct(seed, operations: 9, clients: 4, keys: 2);
            var judge = new Judge(history);
            if (judge.ReadStaleness is not { } measured || judge.Staleness is not { } bounds) continue;
            (int Versions, long Time)[] counted = [.. Enumerable.Range(0, history.Operations.Length).Where(i => history.Operations[i].ReturnsValue).Select(i => Count(history, history.Operations[i]))];
            for (int rank = 1; rank <= counted.Length; rank++)
            {
                double share = (double)rank / counted.Length;
                Assert.Equal(counted.Select(c => c.Versions).Order().ElementAt(rank - 1), measured.Versions(share));
                Assert.Equal(counted.Select(c => c.Time).Order().ElementAt(rank - 1), measured.Time(share));
            }

            if (counted.Length == 0) continue;
            Assert.True(measured.Versions(1) <= bounds.Versions, $"seed {seed}: {measured.Versions(1)} versions, and k is {bounds.Versions}");
            Assert.True(bounds.Time is null || measured.Time(1) <= bounds.Time, $"seed {seed}: {measured.Time(1)}, and t is {bounds.Time}");
            if (measured.Versions(1) > 1) stale++;
        }

        Assert.True(stale > 20, $"only {stale} are stale");
    }

    private static (int Versions, long Time) Count(History history, Operation read)
    {
        Operation[] key = [.. history.Operations.ToArray().Where(o => o.Key == read.Key)];
        long written = key.Where(o => o.Kind == OperationKind.Write && o.Value == read.Value).Select(o => o.Response).DefaultIfEmpty(long.MinValue).First();
        long[] effects = [.. key.Where(o => o.Kind == OperationKind.Write && o.Invocation > written).Select(w => key.Where(o => o.Value == w.Value).Min(o => o.Response)).Where(e => e < read.Invocation)];
        return (effects.Length + 1, effects.Length == 0 ? 0 : read.Invocation - effects.Min());
    }
}
