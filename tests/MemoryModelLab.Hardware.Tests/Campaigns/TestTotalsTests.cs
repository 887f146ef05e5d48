using System.Globalization;
using MemoryModelLab.Hardware.Campaigns;
using static MemoryModelLab.Hardware.Tests.Campaigns.Records;

namespace MemoryModelLab.Hardware.Tests.Campaigns;

/// <summary>Totals add up, within bounds.</summary>
public sealed class TestTotalsTests
{
    [Fact]
    public void Batches_add_up()
    {
        var totals = new TestTotals();
        totals.Add(Batch(1, Sb, ("a", 3), ("b", 4)));
        totals.Add(Batch(2, Sb, ("b", 5)) with { Status = HardwareStatus.Stuck, Parameters = "p" });
        Assert.Equal((2, 12L, 3L, 9L), (totals.Batches, totals.Iterations, totals.Outcomes["a"].Count, totals.Outcomes["b"].Count));
        Assert.Equal((200.0, 220.0), (totals.Elapsed.TotalMilliseconds, totals.Spent.TotalMilliseconds));
        Assert.True(totals.IsStuck);
        Assert.Equal(("p", 1), (totals.Parameters, totals.BatchesWithoutNews));
    }

    [Fact]
    public void States_without_end_take_bounded_memory_and_are_all_counted()
    {
        var totals = new TestTotals();
        for (int batch = 1; batch <= 100; batch++)
        {
            int first = batch * 1000;
            totals.Add(Batch(batch, Sb, [.. Enumerable.Range(first, 1000).Select(state => (state.ToString(CultureInfo.InvariantCulture), 1L))]));
        }

        Assert.Equal(TestTotals.MostOutcomes, totals.Outcomes.Count);
        Assert.Equal((100_000, 100_000 - TestTotals.MostOutcomes), (totals.Iterations, totals.Others));
    }
}
