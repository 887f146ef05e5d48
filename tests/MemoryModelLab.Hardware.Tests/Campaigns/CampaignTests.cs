using MemoryModelLab.Hardware.Campaigns;
using static MemoryModelLab.Hardware.Tests.Campaigns.Records;

namespace MemoryModelLab.Hardware.Tests.Campaigns;

/// <summary>Campaigns over tests whose runs are made up.</summary>
public sealed class CampaignTests
{
    [Fact]
    public void What_a_campaign_counts_is_what_its_file_adds_up_to()
    {
        using var folder = new ScratchFolder();
        string path = folder.File("r");
        using var stop = new CancellationTokenSource();
        int slices = 0;
        using (Campaign first = Make(path, Fake(Sb, o => Seen(o, ("a", 10), ("b", o.Seed))), Fake(Mp, o => Seen(o, ("a", 1)))))
        {
            first.Run(_ => StopAt(12), stop.Token);
            Assert.Equal(12, first.Batches);
        }

        ResultsSummary summary = ResultsSummary.Read(path);
        Assert.Equal(12, summary.Batches);
        using Campaign resumed = Make(path, Fake(Sb, o => Seen(o, ("a", 10))), Fake(Mp, o => Seen(o, ("a", 1))));
        Assert.Equal(12, resumed.Log!.ResumedBatches);
        Assert.Equal(summary.Totals[Sb.Hash].Iterations, resumed.Totals[0].Iterations);
        Assert.Equal(12, resumed.Totals.Sum(t => t.Batches));

        void StopAt(int count)
        {
            if (++slices == count) stop.Cancel();
        }
    }

    [Fact]
    public void Every_batch_has_a_number_and_a_seed_of_its_own_across_kills()
    {
        using var folder = new ScratchFolder();
        string path = folder.File("r");
        for (int session = 0; session < 3; session++)
        {
            using var stop = new CancellationTokenSource();
            int slices = 0;
            using Campaign campaign = Make(path, Fake(Sb, o => Seen(o, ("a", 1))));
            campaign.Run(_ => { if (++slices == 4) stop.Cancel(); }, stop.Token);
        }

        List<BatchRecord> batches = Read(path);
        Assert.Equal(Enumerable.Range(1, 12).Select(n => (long)n), batches.Select(b => b.Batch));
        Assert.Equal(12, batches.Select(b => b.Seed).Distinct().Count());
        Assert.Equal(3, batches.Select(b => b.Run).Distinct().Count());
    }

    [Fact]
    public void The_budget_is_of_the_whole_campaign_however_often_it_is_resumed()
    {
        using var folder = new ScratchFolder();
        string path = folder.File("r");
        Write(path, new ResultsHeader(ResultsHeader.CurrentSchema, Box, [Sb]), Batch(1, Sb, ("a", 1)) with { Spent = 60_000 });
        using Campaign campaign = Make(path, Fake(Sb, _ => throw new InvalidOperationException("it ran")));
        campaign.Run(_ => { }, CancellationToken.None);
        Assert.Equal(1, campaign.Batches);
    }

    [Fact]
    public void A_test_that_is_stuck_or_cannot_run_is_left_alone()
    {
        using var stop = new CancellationTokenSource();
        int stuck = 0, refused = 0, ran = 0;
        using Campaign campaign = Make(
            null,
            Fake(Sb, o => { stuck++; return Seen(o, ("a", 1)) with { Status = HardwareStatus.Stuck }; }),
            Fake(Mp, _ => { refused++; throw new NotSupportedException("not here"); }),
            Fake(new TestIdentity("LB", "X86", "cc"), o => { if (++ran == 5) stop.Cancel(); return Seen(o, ("a", 1)); }));
        campaign.Run(_ => { }, stop.Token);
        Assert.Equal((1, 1, 5), (stuck, refused, ran));
        Assert.Equal([null, "not here", null], campaign.Refusals);
    }

    private static Campaign Make(string? path, params CampaignTest[] tests) =>
        new(tests, new HardwareOptions { TimeBudget = TimeSpan.FromMinutes(1) }, path, Box, TimeProvider.System);

    private static CampaignTest Fake(TestIdentity identity, Func<HardwareOptions, HardwareResult> run) =>
        new(identity, new HashSet<string>(), (options, _) => run(options), values => values[0] == 0 ? "a" : "b");

    private static HardwareResult Seen(HardwareOptions options, params (string State, long Count)[] outcomes) => new()
    {
        Status = HardwareStatus.Completed,
        Outcomes = [.. outcomes.Select(o => new HardwareOutcome([o.State == "a" ? 0 : 1], o.Count))],
        Iterations = outcomes.Sum(o => o.Count),
        Elapsed = options.TimeBudget,
        Cores = [],
        Notes = [],
    };
}
