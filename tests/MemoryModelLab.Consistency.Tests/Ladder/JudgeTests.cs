using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;
using MemoryModelLab.Consistency.Tests.Oracle;

namespace MemoryModelLab.Consistency.Tests.Ladder;

public class JudgeTests
{
    private static readonly (string Stronger, string Weaker)[] Implications =
    [
        ("strict", "LIN"), ("LIN", "SC"), ("SC", "CCv"), ("SC", "CM"), ("SC", "prefix(monotone)"), ("CM", "PRAM"), ("CM", "CC"), ("CCv", "CC"),
        ("CCv", "session(all4)"), ("session(all4)", "CCv"), ("session(all4)", "RYW+MR+MW"), ("RYW+MR+MW", "RYW+MR"), ("RYW+MR", "RYW"), ("RYW+MR", "MR"),
        ("session(all4)", "WFR"), ("RYW+MR+MW", "MW"),
    ];

    [Theory]
    [InlineData("RYW")]
    [InlineData("MR")]
    [InlineData("MW")]
    [InlineData("WFR")]
    [InlineData("RYW+MR")]
    [InlineData("RYW+MR+MW")]
    [InlineData("session(all4)")]
    [InlineData("PRAM")]
    [InlineData("CC")]
    [InlineData("CCv")]
    [InlineData("CM")]
    [InlineData("prefix(monotone)")]
    [InlineData("SC")]
    public void A_model_agrees_with_its_definition_on_random_histories(string model)
    {
        int good = 0, bad = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            // Values written twice make the source of a read a part of the search.
            History history = seed % 3 == 0
                ? RandomHistories.Few(seed, operations: 6, clients: 3, keys: 2, values: 3, cas: false)
                : RandomHistories.Distinct(seed, operations: 7, clients: 3, keys: 2);
            bool expected = model switch
            {
                "SC" => Serialization.IsSequential(history),
                "prefix(monotone)" => new WeakModels(history).SatisfiesPrefix(),
                _ => new WeakModels(history).Satisfies(model),
            };
            Verdict verdict = new Judge(history).Of(ConsistencyModel.Find(model)!);
            Assert.True(expected == (verdict.Judgement == Judgement.Satisfied), $"seed {seed}: the definition says {expected}, the checker {verdict.Judgement} by {verdict.Algorithm}: {verdict.Reason}{RandomHistories.Show(history)}");
            Assert.Equal(expected, verdict.Core.Count == 0);
            _ = expected ? good++ : bad++;
        }

        Assert.True(good > 20 && (bad > 20 || model is "MW"), $"{good} satisfy it, {bad} do not: the histories are too much alike");
    }

    [Theory]
    [InlineData("RYW")]
    [InlineData("MR")]
    [InlineData("MW")]
    [InlineData("WFR")]
    [InlineData("RYW+MR")]
    [InlineData("RYW+MR+MW")]
    [InlineData("session(all4)")]
    [InlineData("CCv")]
    public void An_arbitration_satisfies_its_model_by_the_definition(string model)
    {
        int arbitrated = 0;
        for (int seed = 0; seed < 1600; seed++)
        {
            History history = seed % 3 == 0
                ? RandomHistories.Few(seed, operations: 6, clients: 3, keys: 2, values: 3, cas: false)
                : RandomHistories.Distinct(seed, operations: 7, clients: 3, keys: 2);
            Verdict verdict = new Judge(history).Of(ConsistencyModel.Find(model)!);
            Assert.Equal(verdict.Judgement == Judgement.Satisfied, verdict.Arbitration is not null || verdict.Algorithm.StartsWith("implied by ", StringComparison.Ordinal));
            if (verdict.Arbitration is not { } order) continue;
            arbitrated++;
            Assert.True(new WeakModels(history).IsSatisfiedBy(model, order), $"seed {seed}: not by {string.Join(", ", order)}{RandomHistories.Show(history)}");
        }

        Assert.True(arbitrated > 20, $"{arbitrated} are satisfied by an arbitration: the histories are too much alike");
    }

    [Fact]
    public void The_implications_between_models_hold()
    {
        for (int seed = 0; seed < 3000; seed++)
        {
            var judge = new Judge(RandomHistories.Distinct(seed, operations: 10, clients: 4, keys: 2));
            foreach ((string stronger, string weaker) in Implications)
            {
                if (judge.Of(ConsistencyModel.Find(stronger)!).Judgement != Judgement.Satisfied) continue;
                Assert.True(judge.Of(ConsistencyModel.Find(weaker)!).Judgement == Judgement.Satisfied, $"seed {seed}: {stronger}, but not {weaker}");
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public void Sequential_counts_compare_and_sets_that_failed_or_were_never_answered(int values)
    {
        int good = 0, bad = 0;
        for (int seed = 0; seed < 2000; seed++)
        {
            History history = RandomHistories.Few(seed, operations: 6, clients: 3, keys: 2, values, unknown: seed % 2 == 0 ? 0.3 : 0);
            bool expected = Serialization.IsSequential(history);
            Verdict verdict = new Judge(history).Of(ConsistencyModel.Find("SC")!);
            Assert.True(expected == (verdict.Judgement == Judgement.Satisfied), $"seed {seed}: all orders say {expected}, the checker {verdict.Judgement} by {verdict.Algorithm}: {verdict.Reason}{RandomHistories.Show(history)}");
            _ = expected ? good++ : bad++;
        }

        Assert.True(good > 100 && bad > 100, $"{good} satisfy it, {bad} do not: the histories are too much alike");
    }

    [Fact]
    public void A_compare_and_set_that_was_seen_has_read_what_it_expected()
    {
        var builder = new HistoryBuilder();
        builder.CompareAndSet("A", "x", 77, 3, succeeded: null, from: 0);
        builder.Read("B", "x", 3, from: 5, to: 6);
        var judge = new Judge(builder.Build());
        foreach (string model in (string[])["sequential", "cc", "session", "pram"]) Assert.Equal(Judgement.Violated, judge.Of(ConsistencyModel.Find(model)!).Judgement);
    }

    [Fact]
    public void A_compare_and_set_is_a_read_and_then_a_write_to_a_prefix_and_one_that_failed_is_nothing()
    {
        var two = new HistoryBuilder();
        two.CompareAndSet("A", "x", 0, 1, true, from: 0, to: 5);
        two.CompareAndSet("B", "x", 0, 2, true, from: 0, to: 5);
        two.CompareAndSet("C", "x", 0, 3, false, from: 0, to: 5);
        Assert.Equal(Judgement.Satisfied, new Judge(two.Build()).Of(ConsistencyModel.Find("prefix")!).Judgement);

        // Two observers that disagree on the order of two writes do not change by what is done to another key.
        two.Write("D", "y", 1, from: 0, to: 5);
        two.Write("E", "y", 2, from: 0, to: 5);
        two.Read("F", "y", 1, from: 6, to: 7);
        two.Read("F", "y", 2, from: 8, to: 9);
        Assert.Equal(Judgement.Satisfied, new Judge(two.Build()).Of(ConsistencyModel.Find("prefix")!).Judgement);
        two.Read("G", "y", 2, from: 6, to: 7);
        two.Read("G", "y", 1, from: 8, to: 9);
        Verdict verdict = new Judge(two.Build()).Of(ConsistencyModel.Find("prefix")!);
        Assert.Equal(Judgement.Violated, verdict.Judgement);
        Assert.Equal([3, 4, 5, 6, 7, 8], verdict.Core);
    }

    [Fact]
    public void What_a_model_implies_is_not_left_open()
    {
        // No order of intervals decides it, and a client's own reads and writes are ordered as one order of all orders them.
        var builder = new HistoryBuilder();
        builder.Write("A", "x", 1, from: 0, to: 9);
        builder.Write("B", "x", 1, from: 0, to: 9);
        builder.Read("C", "x", 1, from: 20, to: 21);
        builder.Read("C", "x", 0, from: 0, to: 1);
        var judge = new Judge(builder.Build());
        Assert.Equal(Judgement.Satisfied, judge.Of(ConsistencyModel.Find("sequential")!).Judgement);
        Assert.Equal(Judgement.Satisfied, judge.Of(ConsistencyModel.Find("prefix")!).Judgement);
    }

    [Fact]
    public void No_staleness_explains_a_read_from_the_future()
    {
        var builder = new HistoryBuilder();
        builder.Read("A", "x", 2, from: 0, to: 1);
        builder.Write("B", "x", 2, from: 4, to: 5);
        builder.Write("B", "x", 2, from: 6, to: 7);
        var judge = new Judge(builder.Build());
        foreach (string model in (string[])["eventual", "prefix-per-read", "bounded-staleness", "linearizable"]) Assert.Equal(Judgement.Violated, judge.Of(ConsistencyModel.Find(model)!).Judgement);
        Assert.Equal(Judgement.Satisfied, judge.Of(ConsistencyModel.Find("sequential")!).Judgement);
    }

    [Fact]
    public void Lists_without_their_type_are_not_taken_for_registers()
    {
        var builder = new HistoryBuilder();
        builder.Add(OperationKind.Append, Outcome.Ok, "A", "x", 1, 0, from: 0, to: 1);
        builder.Read("A", "x", 1, from: 2, to: 3);
        var judge = new Judge(builder.Build());
        Assert.All(ConsistencyModel.All, model => Assert.Equal(Judgement.Inconclusive, judge.Of(model).Judgement));
    }
}
