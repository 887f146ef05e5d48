using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;
using MemoryModelLab.Consistency.Staleness;
using MemoryModelLab.Consistency.Tests.Oracle;

namespace MemoryModelLab.Consistency.Tests.Staleness;

public class StalenessTests
{
    [Fact]
    public void The_smallest_k_is_that_of_all_orders()
    {
        int stale = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            History history = RandomHistories.Distinct(seed, operations: 6, clients: 4, keys: 1);
            if (new Judge(history).Staleness is not { } bounds || SmallestVersions(history) is not { } k) continue;
            Assert.True((k, k) == (bounds.Versions, bounds.VersionsAtMost), $"seed {seed}: all orders say {k}, the bounds {bounds}{RandomHistories.Show(history)}");
            if (k > 1) stale++;
        }

        Assert.True(stale > 10, $"only {stale} are stale");
    }

    [Fact]
    public void The_smallest_t_is_the_first_that_makes_it_linearizable()
    {
        int stale = 0;
        for (int seed = 0; seed < 1500; seed++)
        {
            History history = RandomHistories.Distinct(seed, operations: 5, clients: 4, keys: 2);
            if (new Judge(history).Staleness is not { } bounds) continue;
            long? t = Enumerable.Range(0, 60).Select(t => (long?)t).FirstOrDefault(t => IsLinearizable(history, t!.Value));
            Assert.True(t == bounds.Time, $"seed {seed}: trying says {t}, the bounds {bounds}{RandomHistories.Show(history)}");
            if (t > 0) stale++;
        }

        Assert.True(stale > 10, $"only {stale} are stale");
    }

    [Fact]
    public void A_successful_compare_and_set_of_the_initial_value_is_not_stale()
    {
        var builder = new HistoryBuilder();
        builder.CompareAndSet("A", "x", expected: 0, value: 1, succeeded: true, from: 0, to: 1);
        StalenessBounds bounds = new Judge(builder.Build()).Staleness!;
        Assert.Equal((1, 1), (bounds.Versions, bounds.VersionsAtMost));
    }

    internal static bool IsLinearizable(History history, long earlier) => Serialization.Exists(history, Serialization.All(history), (a, b) =>
        history.Operations[a].Response < history.Operations[b].Invocation - (history.Operations[b].Kind == OperationKind.Read ? earlier : 0));

    /// <summary>The least k over all orders that keep real time; null when a read comes before its write in all of them.</summary>
    internal static int? SmallestVersions(History history)
    {
        int n = history.Operations.Length, best = int.MaxValue;
        int[] before = [.. Enumerable.Range(0, n).Select(next => Enumerable.Range(0, n).Where(o => history.Operations[o].Precedes(history.Operations[next])).Sum(o => 1 << o))];
        Place(0, [], 1);
        return best == int.MaxValue ? null : best;

        void Place(int placed, List<long> written, int k)
        {
            if (k >= best) return;
            if (placed == (1 << n) - 1) best = k;
            for (int next = 0; next < n; next++)
            {
                Operation operation = history.Operations[next];
                if ((placed >> next & 1) == 1 || (before[next] & ~placed) != 0) continue;
                if (operation.Kind == OperationKind.Write)
                {
                    Place(placed | (1 << next), [.. written, operation.Value], k);
                    continue;
                }

                int at = operation.Value == history.Initial ? 0 : written.IndexOf(operation.Value) + 1;
                if (at > 0 || operation.Value == history.Initial) Place(placed | (1 << next), written, Math.Max(k, written.Count - at + 1));
            }
        }
    }
}
