using FsCheck;
using FsCheck.Fluent;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;

namespace MemoryModelLab.Consistency.Tests.Properties;

public class ImplicationTests
{
    private static readonly (string Stronger, string Weaker)[] Implications =
    [
        ("strict", "LIN"), ("LIN", "SC"), ("SC", "CCv"), ("SC", "CM"), ("SC", "prefix(monotone)"), ("CM", "PRAM"), ("CM", "CC"), ("CCv", "CC"), ("CCv", "session(all4)"),
        ("session(all4)", "CCv"), ("session(all4)", "RYW+MR+MW"), ("session(all4)", "WFR"), ("RYW+MR+MW", "RYW+MR"), ("RYW+MR+MW", "MW"), ("RYW+MR", "RYW"), ("RYW+MR", "MR"),
    ];

    /// <summary>One operation of a session: what it does, to which key, which value (a read's, of those that may be written), how long after the one before and how long it takes.</summary>
    private sealed record Step(int Session, bool IsWrite, int Key, int Value, int Pause, int Time);

    private static readonly Gen<Step> Steps =
        from session in Gen.Choose(0, 3)
        from isWrite in Gen.Elements(true, false)
        from key in Gen.Choose(0, 1)
        from value in Gen.Choose(0, 6)
        from pause in Gen.Choose(1, 6)
        from time in Gen.Choose(0, 12)
        select new Step(session, isWrite, key, value, pause, time);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_satisfies_a_model_satisfies_the_weaker_ones(bool repeatsValues) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1500).WithReplay(20, 27), Prop.ForAll(Arb.From(Gen.ListOf(Steps, 9)), steps =>
        {
            History history = Build(steps, repeatsValues);
            var judge = new Judge(history);
            foreach ((string stronger, string weaker) in Implications)
            {
                if (judge.Of(ConsistencyModel.Find(stronger)!).Judgement != Judgement.Satisfied) continue;
                Assert.True(judge.Of(ConsistencyModel.Find(weaker)!).Judgement == Judgement.Satisfied, $"{stronger}, but not {weaker}{RandomHistories.Show(history)}");
            }
        }));

    private static History Build(IEnumerable<Step> steps, bool repeatsValues)
    {
        var builder = new HistoryBuilder();
        var free = new long[4];
        int written = 0;
        foreach (Step step in steps)
        {
            (string client, string key) = ("C" + step.Session, "k" + step.Key);
            long from = free[step.Session] + step.Pause, to = from + step.Time;
            free[step.Session] = to;
            if (step.IsWrite) builder.Write(client, key, repeatsValues ? 1 + (step.Value % 2) : ++written, from, to);
            else builder.Read(client, key, repeatsValues ? step.Value % 3 : step.Value, from, to);
        }

        return builder.Build();
    }
}
