using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;
using MemoryModelLab.Consistency.Tests.Oracle;

namespace MemoryModelLab.Consistency.Tests.Orders;

public class PrefixHistoryTests
{
    /// <summary>All orders of reads and writes, of which reads of one replica that do not overlap are in their order, and each client's writes.</summary>
    [Fact]
    public void A_prefix_through_replicas_is_what_all_orders_say()
    {
        int good = 0, bad = 0;
        for (int seed = 0; seed < 3000; seed++)
        {
            History history = WithReplicas(RandomHistories.Distinct(seed, operations: 8, clients: 3, keys: 2), seed);
            bool expected = Serialization.Exists(history, Serialization.All(history), (a, b) => history.Operations[a].Kind == OperationKind.Write
                ? history.Operations[b].Kind == OperationKind.Write && Serialization.ProgramOrder(history, a, b)
                : history.Operations[b].Kind == OperationKind.Read && history.Operations[a].Replica == history.Operations[b].Replica && history.Operations[a].Response < history.Operations[b].Invocation);
            Verdict verdict = new Judge(history).Of(ConsistencyModel.Find("prefix")!);
            Assert.True(expected == (verdict.Judgement == Judgement.Satisfied), $"seed {seed}: all orders say {expected}, the checker {verdict.Judgement} by {verdict.Algorithm}: {verdict.Reason}{RandomHistories.Show(history)}");
            _ = expected ? good++ : bad++;
        }

        Assert.True(good > 300 && bad > 300, $"{good} satisfy it, {bad} do not: the histories are too much alike");
    }

    /// <summary>One log, read through three replicas that are behind by chance, with one read that goes back in the end: decided although no order is guessed right.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Many_operations_are_decided_by_what_is_forced(bool goesBack)
    {
        var random = new Random(7);
        var builder = new HistoryBuilder();
        var log = new List<(int Key, long Value)>();
        var place = new int[3];
        long time = 0;
        for (int i = 0; i < 6000; i++, time += 10)
        {
            int key = random.Next(8), replica = random.Next(3);
            if (random.Next(2) == 0)
            {
                log.Add((key, i + 1));
                builder.Write("W" + random.Next(6), "k" + key, i + 1, time, time + 5);
                continue;
            }

            place[replica] = random.Next(place[replica], log.Count + 1);
            Read(replica, key, place[replica], time);
        }

        if (goesBack) Read(0, log[100].Key, 101, time);
        Verdict verdict = new Judge(builder.Build()).Of(ConsistencyModel.Find("prefix")!);
        Assert.Equal(goesBack ? Judgement.Violated : Judgement.Satisfied, verdict.Judgement);
        if (goesBack) Assert.InRange(verdict.Core.Count, 3, 64);

        void Read(int replica, int key, int length, long at)
        {
            int last = log[..length].FindLastIndex(w => w.Key == key);
            builder.Read("R" + random.Next(6), "k" + key, last < 0 ? 0 : log[last].Value, at, at + 5, "replica" + replica);
        }
    }

    private static History WithReplicas(History history, int seed)
    {
        var random = new Random(seed);
        var builder = new HistoryBuilder();
        foreach (Operation operation in history.Operations)
        {
            string client = history.Clients[operation.Client], key = history.Keys[operation.Key];
            if (operation.Kind == OperationKind.Write) builder.Write(client, key, operation.Value, operation.Invocation, operation.Response);
            else builder.Read(client, key, operation.Value, operation.Invocation, operation.Response, "replica" + random.Next(2));
        }

        return builder.Build();
    }
}
