using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;

namespace MemoryModelLab.Consistency.Tests.Ladder;

public class StrictTests
{
    [Fact]
    public void Agrees_with_every_choice_of_what_took_effect()
    {
        int good = 0, bad = 0;
        for (int seed = 0; seed < 10_000; seed++)
        {
            History history = RandomHistories.Few(seed, operations: 6, clients: 4, keys: 2, values: 3, unknown: 0.5);
            bool expected = Holds(history);
            Contradiction? contradiction = Strict.Check(history);
            Assert.True(expected == contradiction is null, $"seed {seed}: {contradiction?.Reason}{RandomHistories.Show(history)}");
            if (contradiction is not null) Assert.True(Strict.Check(history.Only(contradiction.Core)) is not null, $"seed {seed}: {string.Join(", ", contradiction.Core)} contradict nothing{RandomHistories.Show(history)}");
            _ = expected ? good++ : bad++;
        }

        Assert.True(good > 1000 && bad > 1000, $"{good} are strict, {bad} are not");
    }

    [Fact]
    public void Two_updates_of_one_value_that_may_have_been_are_excluded_at_once()
    {
        var builder = new HistoryBuilder();
        builder.Write("A", "x", 5, from: 0);
        builder.Write("B", "x", 5, from: 1);
        builder.CompareAndSet("C", "x", 5, 6, false, from: 2, to: 3);
        builder.Read("C", "x", 5, from: 4, to: 5);
        Contradiction contradiction = Strict.Check(builder.Build())!;
        Assert.Equal("client C read x=5 at 4, after client C did not find x=5 at 2", contradiction.Reason);
        Assert.Equal([1, 2, 3], contradiction.Core);
    }

    [Fact]
    public void The_reason_is_what_fixed_the_value()
    {
        var builder = new HistoryBuilder();
        builder.Write("A", "x", 1, from: 0, to: 1);
        builder.Write("B", "x", 2, from: 2);
        builder.Read("C", "x", 1, from: 4, to: 5);
        builder.Read("C", "x", 2, from: 6, to: 7);
        Contradiction contradiction = Strict.Check(builder.Build())!;
        Assert.Equal("client C read x=2 at 6, after client C read x=1 at 4", contradiction.Reason);
        Assert.Equal([0, 1, 2, 3], contradiction.Core);
    }

    [Fact]
    public void Many_values_that_may_be_there_take_no_time()
    {
        var builder = new HistoryBuilder();
        for (int i = 0; i < 200_000; i++) builder.Write("W" + i, "x", i + 1, from: i);
        builder.Read("R", "x", 77_777, from: 300_000, to: 300_001);
        for (int i = 0; i < 200_000; i++) builder.Read("R", "x", 77_777, from: 400_000 + (2 * i), to: 400_001 + (2 * i));
        Assert.Null(Strict.Check(builder.Build()));
    }

    /// <summary>Each set of the operations of unknown outcome took effect, the others never did.</summary>
    private static bool Holds(History history)
    {
        Operation[] all = history.Operations.ToArray();
        int[] unknown = [.. Enumerable.Range(0, all.Length).Where(i => all[i].Outcome == Outcome.Info)];
        return Enumerable.Range(0, 1 << unknown.Length).Any(chosen =>
        {
            var values = new Dictionary<int, long>();
            for (int i = 0; i < all.Length; i++)
            {
                int at = Array.IndexOf(unknown, i);
                if (at >= 0 && (chosen >> at & 1) == 0) continue;
                long value = values.GetValueOrDefault(all[i].Key, history.Initial);
                switch (all[i].Kind)
                {
                    case OperationKind.Read when value != all[i].Value:
                    case OperationKind.CompareAndSet when (value == all[i].Expected) == (all[i].Outcome == Outcome.Fail):
                        return false;
                    case OperationKind.Write:
                    case OperationKind.CompareAndSet when all[i].Outcome != Outcome.Fail:
                        values[all[i].Key] = all[i].Value;
                        break;
                }
            }

            return true;
        });
    }
}
