using MemoryModelLab.Hardware.Campaigns;
using static MemoryModelLab.Hardware.Tests.Campaigns.Records;

namespace MemoryModelLab.Hardware.Tests.Campaigns;

/// <summary>Time goes where something is still to be learnt, and everywhere a little.</summary>
public sealed class SliceScheduleTests
{
    private static readonly HashSet<string> Hoped = ["a", "b"];

    [Fact]
    public void A_test_that_shows_all_often_weighs_least() => Assert.Equal(1, SliceSchedule.Weight(Hoped, Totals((("a", 100), ("b", 100)))));

    [Fact]
    public void A_test_with_something_unseen_weighs_more_and_less_with_every_barren_batch()
    {
        double[] weights = [.. Enumerable.Range(1, 40).Select(n => SliceSchedule.Weight(Hoped, Totals([.. Enumerable.Repeat((("a", 100L), ("a", 0L)), n)])))];
        Assert.Equal(9, weights[0]);
        Assert.True(weights.Zip(weights.Skip(1)).All(pair => pair.First > pair.Second && pair.Second > 1));
        Assert.True(weights[^1] < 3);
    }

    [Fact]
    public void A_test_whose_frequencies_move_weighs_more() => Assert.Equal(2, SliceSchedule.Weight(Hoped, Totals((("a", 900), ("b", 100)), (("a", 500), ("b", 500)))));

    [Fact]
    public void The_next_slice_is_of_the_test_with_least_time_for_its_weight()
    {
        Assert.Equal(1, SliceSchedule.Next([(1, TimeSpan.FromSeconds(1)), (4, TimeSpan.FromSeconds(3)), null]));
        Assert.Equal(0, SliceSchedule.Next([(1, TimeSpan.Zero), (4, TimeSpan.Zero)]));
        Assert.Equal(-1, SliceSchedule.Next([null, null]));
    }

    [Theory]
    [InlineData(600, 100, 0.75)]
    [InlineData(1, 1000, 0.1)]
    [InlineData(36000, 10, 5)]
    public void Slices_are_short_and_not_too_short(double budget, int tests, double slice) =>
        Assert.Equal(slice, SliceSchedule.Slice(TimeSpan.FromSeconds(budget), tests).TotalSeconds);

    private static TestTotals Totals(params ((string, long) A, (string, long) B)[] batches)
    {
        var totals = new TestTotals();
        for (int number = 0; number < batches.Length; number++)
        {
            (string, long)[] seen = [batches[number].A, batches[number].B];
            totals.Add(Batch(number + 1, Sb, [.. seen.Where(o => o.Item2 > 0)]));
        }

        return totals;
    }
}
