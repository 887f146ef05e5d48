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
}
