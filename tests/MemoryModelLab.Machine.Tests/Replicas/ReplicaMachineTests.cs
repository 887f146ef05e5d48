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

    [Fact]
    public void In_the_end_the_replicas_of_a_convergent_policy_agree()
    {
        Recording run = ReplicaMachine.Run(PolicyCatalogue.Find("causal")!, new ReplicaOptions { Operations = 500, Network = Bad });
        Assert.All(run.Operations.Where(o => o.IsFinal).GroupBy(o => o.Key), key => Assert.Single(key.Select(o => o.Value).Distinct()));
    }
}
