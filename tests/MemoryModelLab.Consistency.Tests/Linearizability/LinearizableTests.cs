using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Linearizability;
using MemoryModelLab.Consistency.Tests.Oracle;

namespace MemoryModelLab.Consistency.Tests.Linearizability;

public class LinearizableTests
{
    [Theory]
    [InlineData("depth first")]
    [InlineData("depth first, what is owed first")]
    [InlineData("frontier")]
    [InlineData("narrow frontier")]
    public void Each_search_agrees_with_all_orders_on_random_histories_of_few_values(string name)
    {
        int good = 0, bad = 0;
        for (int seed = 0; seed < 20_000; seed++)
        {
            History history = RandomHistories.Few(seed, operations: 7, clients: 4, keys: 1, values: 3, unknown: seed % 3 == 0 ? 0.3 : 0);
            RegisterProblem problem = RegisterProblem.Of(history, Serialization.All(history));
            ISearch search = name switch { "depth first" => new DepthFirst(problem), "depth first, what is owed first" => new DepthFirst(problem, isOwedFirst: true), "frontier" => new Frontier(problem), _ => new Beam(problem, narrow: 1) };
            search.Advance(int.MaxValue);
            bool expected = Serialization.IsLinearizable(history);
            Assert.True(expected == search.Answer, $"seed {seed}: all orders say {expected}, the search {search.Answer}{RandomHistories.Show(history)}");
            _ = expected ? good++ : bad++;
        }

        Assert.True(good > 2000 && bad > 2000, $"{good} linearizable, {bad} not: the histories are too much alike");
    }

    [Fact]
    public void The_searches_agree_with_each_other_on_longer_histories()
    {
        int good = 0, bad = 0;
        for (int seed = 0; seed < 4_000; seed++)
        {
            History history = RandomHistories.Few(seed, operations: 24, clients: 7, keys: 1, values: 5, unknown: seed % 2 == 0 ? 0.2 : 0, cas: seed % 3 != 0);
            RegisterProblem problem = RegisterProblem.Of(history, Serialization.All(history));
            var (depth, frontier, beam) = (new DepthFirst(problem), new Frontier(problem), new Beam(problem, narrow: 1));
            depth.Advance(int.MaxValue);
            frontier.Advance(int.MaxValue);
            beam.Advance(int.MaxValue);
            Assert.True(depth.Answer == frontier.Answer && depth.Answer == beam.Answer, $"seed {seed}: depth-first {depth.Answer}, frontier {frontier.Answer}, narrow {beam.Answer}");
            _ = depth.Answer is true ? good++ : bad++;
        }

        Assert.True(good > 200 && bad > 200, $"{good} linearizable, {bad} not: the histories are too much alike");
    }

    [Fact]
    public void Agrees_with_all_orders_over_two_keys_and_shows_the_order()
    {
        for (int seed = 0; seed < 5_000; seed++)
        {
            History history = seed % 2 == 0
                ? RandomHistories.Distinct(seed, operations: 7, clients: 3, keys: 2, unknown: 0.1)
                : RandomHistories.Few(seed, operations: 7, clients: 3, keys: 2, values: 3, unknown: 0.1);
            Verdict verdict = Linearizable.Check(history);
            bool expected = Serialization.IsLinearizable(history);
            Assert.True(expected == (verdict.Judgement == Judgement.Satisfied), $"seed {seed}: all orders say {expected}, the checker {verdict.Judgement}{RandomHistories.Show(history)}");
            if (expected) Witnesses.AssertLinearization(history, verdict.Witness!);
            else Assert.NotEmpty(verdict.Core);
        }
    }

    [Fact]
    public void The_core_of_a_stale_read_among_many_operations_is_small()
    {
        var builder = new HistoryBuilder();
        for (int i = 0; i < 400; i++)
        {
            builder.Write("A", "x", i % 5, from: 10 * i, to: (10 * i) + 2);
            builder.Read("B", "x", i == 300 ? 2 : i % 5, from: (10 * i) + 4, to: (10 * i) + 6);
        }

        History history = builder.Build();
        Verdict verdict = Linearizable.Check(history);
        Assert.Equal(Judgement.Violated, verdict.Judgement);
        Assert.Contains(601, verdict.Core);
        Assert.InRange(verdict.Core.Count, 2, 3);
        Assert.EndsWith("client B read x=2", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_of_what_nobody_wrote_is_a_core_by_itself()
    {
        var builder = new HistoryBuilder();
        builder.Write("A", "x", 1, from: 0, to: 1);
        builder.Write("A", "x", 1, from: 2, to: 3);
        builder.Read("B", "x", 7, from: 4, to: 5);
        Verdict verdict = Linearizable.Check(builder.Build());
        Assert.Equal([2], verdict.Core);
        Assert.Equal("client B read x=7, which nobody wrote", verdict.Reason);
    }

    [Fact]
    public void A_compare_and_set_that_found_what_nobody_wrote_is_a_core_by_itself()
    {
        var builder = new HistoryBuilder();
        builder.Write("A", "x", 1, from: 0, to: 1);
        builder.CompareAndSet("B", "x", 7, 2, true, from: 4, to: 5);
        Verdict verdict = Linearizable.Check(builder.Build());
        Assert.Equal([1], verdict.Core);
        Assert.Equal("client B found x=7, which nobody wrote", verdict.Reason);
    }

    [Fact]
    public void A_search_that_may_not_take_time_is_inconclusive()
    {
        var builder = new HistoryBuilder();
        for (int client = 0; client < 60; client++)
        {
            builder.Write($"W{client}", "x", client % 30, from: 0, to: 1000);
            builder.Read($"R{client}", "x", client % 30, from: 1 + client, to: 1000);
        }

        builder.Read("Z", "x", 3, from: 2000, to: 2001);
        builder.Read("Z", "x", 4, from: 2002, to: 2003);
        Verdict verdict = Linearizable.Check(builder.Build(), new CheckOptions { TimeLimit = TimeSpan.Zero });
        Assert.Equal(Judgement.Inconclusive, verdict.Judgement);
        Assert.Equal("the time limit of 0 s was reached", verdict.Reason);
    }

    [Fact]
    public void A_client_that_calls_at_the_instant_of_its_last_answer_keeps_its_order()
    {
        int good = 0, bad = 0, kept = 0;
        for (int seed = 0; seed < 6_000; seed++)
        {
            History exact = seed % 2 == 0
                ? RandomHistories.Distinct(seed, operations: 7, clients: 3, keys: 2, unknown: 0.1)
                : RandomHistories.Few(seed, operations: 7, clients: 3, keys: 2, values: 3, unknown: 0.1);
            History history = exact.WithTimes(time => time == Operation.Never ? time : time / 6); // a coarse clock
            Verdict verdict = Linearizable.Check(history);
            bool expected = Serialization.IsLinearizable(history);
            Assert.True(expected == (verdict.Judgement == Judgement.Satisfied), $"seed {seed}: all orders say {expected}, the checker {verdict.Judgement} by {verdict.Algorithm}{RandomHistories.Show(history)}");
            if (expected) Witnesses.AssertLinearization(history, verdict.Witness!);
            bool withoutClients = Serialization.Exists(history, Serialization.All(history), (a, b) => history.Operations[a].Response < history.Operations[b].Invocation);
            if (withoutClients && !expected) kept++;
            _ = expected ? good++ : bad++;
        }

        Assert.True(good > 500 && bad > 500 && kept > 20, $"{good} linearizable, {bad} not, {kept} because of a client's order: the histories are too much alike");
    }
}
