using MemoryModelLab.Machine.Replicas;
using MemoryModelLab.Machine.Replicas.Exploration;

namespace MemoryModelLab.Machine.Tests.Replicas;

/// <summary>Every run of small workloads.</summary>
public sealed class ReplicaExplorerTests
{
    public static TheoryData<string> Policies => [.. PolicyCatalogue.All.Select(p => p.Name)];

    public static TheoryData<string, string, string> Reads => new()
    {
        // Who moves to another replica may lose its own write, unless a token makes the read wait, or the replica is its own.
        { "eventual", "wx rx", "0 1" },
        { "read-your-writes", "wx rx", "1" },
        { "causal", "wx rx", "1" },
        { "broken-sequential", "wx rx", "0 1" },
        { "sequential", "wx rx", "1" },

        // Message passing: y without x only where updates overtake each other.
        { "eventual", "wx wy | ry rx", "0,0 0,1 2,0 2,1" },
        { "prefix", "wx wx | rx", "0 1 2" },
        { "causal", "wx wy | ry rx", "0,0 0,1 2,1" },
        { "locking", "wx wy | ry rx", "0,0 0,1 2,1" },

        // Store buffering: both may miss the other's write, unless real time or one order of all forbids it.
        { "sequential", "wx ry | wy rx", "0,1 2,0 2,1" },
        { "causal", "wx ry | wy rx", "0,0 0,1 2,0 2,1" },
        { "mutex", "wx ry | wy rx", "0,1 2,0 2,1" },
        { "quorum", "wx ry | wy rx", "0,1 2,0 2,1" },
        { "witness", "wx ry | wy rx", "0,1 2,0 2,1" },
        { "clock", "wx ry | wy rx", "0,1 2,0 2,1" },
    };

    [Theory]
    [MemberData(nameof(Reads))]
    public void Clients_read_exactly_what_the_policy_lets_them(string policy, string workload, string reads)
    {
        foreach (HistoryDetail detail in Enum.GetValues<HistoryDetail>())
        {
            Assert.Equal(reads, string.Join(' ', ValuesRead(policy, workload, detail, duplicates: 0)));
        }
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_message_that_arrives_twice_shows_nothing_new(string policy)
    {
        foreach (string workload in (string[])["wx rx | wx", "wx | rx rx"])
        {
            Assert.Equal(ValuesRead(policy, workload, HistoryDetail.Values, duplicates: 0), ValuesRead(policy, workload, HistoryDetail.Values, duplicates: 1));
        }
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Nobody_waits_for_ever(string policy)
    {
        foreach (Workload workload in WorkloadCatalogue.UpTo(3))
        {
            var explorer = new ReplicaExplorer(PolicyCatalogue.Find(policy)!, workload, HistoryDetail.Values);
            explorer.Run(_ => true);
            Assert.True(explorer.IsComplete);
            Assert.Equal(-1, explorer.Stuck);
        }
    }

    [Fact]
    public void Too_many_states_are_told()
    {
        var explorer = new ReplicaExplorer(PolicyCatalogue.Find("quorum")!, Workload.Parse("", "wx | rx"), mostStates: 10);
        explorer.Run(_ => true);
        Assert.False(explorer.IsComplete);
    }

    [Fact]
    public void The_path_to_a_history_is_a_run_of_the_system()
    {
        var explorer = new ReplicaExplorer(PolicyCatalogue.Find("eventual")!, Workload.Parse("", "wx rx"), HistoryDetail.Values);
        ExploredHistory? stale = null;
        explorer.Run(history =>
        {
            if (!history.IsFinal && history.Operations()[1].Value == 0) stale = history;
            return stale is null;
        });
        // The write, then the read at the replica that has not heard of it: no message between the sites arrives.
        Assert.All(stale!.Steps, step => Assert.True(step.IsInvocation));
        Assert.Equal([0, 1], stale.Steps.Select(step => step.Message.To));
    }

    private static List<string> ValuesRead(string policy, string workload, HistoryDetail detail, int duplicates)
    {
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        var explorer = new ReplicaExplorer(PolicyCatalogue.Find(policy)!, Workload.Parse("", workload), detail, duplicates: duplicates);
        explorer.Run(history =>
        {
            if (!history.IsFinal) seen.Add(string.Join(',', history.Operations().Where(o => !o.IsWrite).OrderBy(o => o.Session).ThenBy(o => o.Invocation).Select(o => o.Value)));
            return true;
        });
        Assert.True(explorer.IsComplete);
        return [.. seen];
    }
}
