using MemoryModelLab.Machine.Replicas;
using MemoryModelLab.Machine.Replicas.Timed;

namespace MemoryModelLab.Machine.Tests.Replicas;

/// <summary>Replicas in simulated time.</summary>
public sealed class ReplicaMachineTests
{
    private static readonly NetworkOptions Bad = new() { Loss = 0.2, Duplicates = 0.2 };

    public static TheoryData<string> Policies => [.. PolicyCatalogue.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_seed_repeats_a_run_and_everything_is_answered_however_bad_the_network(string policy)
    {
        // Clients wait as long as it takes: a write that must reach the far replica again and again may take seconds.
        var options = new ReplicaOptions { Operations = 300, Network = Bad, Seed = 3, Timeout = 60_000_000 };
        Recording first = ReplicaMachine.Run(PolicyCatalogue.Find(policy)!, options), second = ReplicaMachine.Run(PolicyCatalogue.Find(policy)!, options);
        Assert.Equal(first.Operations, second.Operations);
        Assert.DoesNotContain(first.Operations, o => o.Response == RecordedOperation.Never);
        Assert.NotEqual(first.Operations, ReplicaMachine.Run(PolicyCatalogue.Find(policy)!, options with { Seed = 4 }).Operations);
    }

    [Theory]
    [InlineData("causal", true)]
    [InlineData("sticky", true)]
    [InlineData("locking", false)]
    [InlineData("mutex", false)]
    public void Under_a_partition_those_answer_who_need_nobody(string policy, bool answersAll)
    {
        var network = new NetworkOptions { PartitionFrom = 0, PartitionTo = 100_000_000 };
        Recording cut = ReplicaMachine.Run(PolicyCatalogue.Find(policy)!, new ReplicaOptions { Operations = 300, Network = network });
        Assert.Equal(answersAll, cut.Operations.All(o => o.Response != RecordedOperation.Never));
    }

    /// <summary>Clients give up on writes that hold locks on both sides of the cut, and write on: every lock is let go all the same.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_clients_gave_up_on_leaves_no_lock_behind(int seed)
    {
        var network = new NetworkOptions { PartitionFrom = 1_000_000, PartitionTo = 3_000_000 };
        Recording run = ReplicaMachine.Run(PolicyCatalogue.Find("locking")!, new ReplicaOptions { Operations = 2000, Seed = seed, Network = network });
        Assert.Contains(run.Operations, o => o.Response == RecordedOperation.Never);
        Assert.All(run.Operations.Where(o => o.IsFinal).GroupBy(o => o.Key), key => Assert.Single(key.Select(o => o.Value).Distinct()));
        Assert.All(run.Operations.Where(o => !o.IsFinal).TakeLast(500), o => Assert.NotEqual(RecordedOperation.Never, o.Response));
    }

    /// <summary>2,147 seconds are as many microseconds as a number holds.</summary>
    [Fact]
    public void Time_goes_on_after_an_hour()
    {
        var clock = new ClockReader();
        Recording run = ReplicaMachine.Run(clock, new ReplicaOptions { Operations = 300, Think = 100_000_000 });
        Assert.InRange(run.Duration, 3_600_000_000, long.MaxValue);
        Assert.InRange(clock.Latest, run.Duration / 1000 - 10_000, run.Duration / 1000);
        Assert.True(clock.IsMonotonic);
    }

    [Fact]
    public void In_the_end_the_replicas_of_a_convergent_policy_agree()
    {
        Recording run = ReplicaMachine.Run(PolicyCatalogue.Find("causal")!, new ReplicaOptions { Operations = 500, Network = Bad });
        Assert.All(run.Operations.Where(o => o.IsFinal).GroupBy(o => o.Key), key => Assert.Single(key.Select(o => o.Value).Distinct()));
    }

    /// <summary>Answers everything and reads the time.</summary>
    private sealed class ClockReader : Policy
    {
        public override string Name => "clock-reader";

        public override string Summary => "reads the time";

        public override IReadOnlyList<string> Promises => [];

        public int Latest { get; private set; }

        public bool IsMonotonic { get; private set; } = true;

        public override void Receive(Site site, in Message message)
        {
            IsMonotonic &= site.Now >= Latest;
            Latest = site.Now;
            site.Answer(message);
        }
    }
}
