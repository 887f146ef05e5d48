using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;
using MemoryModelLab.Consistency.Linearizability;

namespace MemoryModelLab.Consistency.Tests.Histories;

public class HistoryBuilderTests
{
    [Fact]
    public void A_deletion_brings_the_first_value_back_whenever_that_is_said()
    {
        var builder = new HistoryBuilder();
        builder.Write("A", "x", 1, 0, 1);
        builder.Delete("A", "x", 2, 3);
        builder.Read("B", "x", 7, 4, 5);
        builder.Initial = 7;
        Assert.Equal(Judgement.Satisfied, Linearizable.Check(builder.Build()).Judgement);
        builder.Read("B", "x", 1, 6, 7);
        Assert.Equal(Judgement.Violated, Linearizable.Check(builder.Build()).Judgement);
    }

    [Fact]
    public void A_write_that_failed_changes_nothing_and_a_read_without_an_answer_asks_nothing()
    {
        var builder = new HistoryBuilder();
        builder.FailedWrite("A", "x", 1, 0, 1);
        builder.UnansweredRead("B", "x", 2);
        builder.Read("C", "x", 0, 4, 5);
        Assert.Equal(Judgement.Satisfied, Linearizable.Check(builder.Build()).Judgement);
        builder.Read("C", "x", 1, 6, 7);
        Assert.Equal(Judgement.Violated, Linearizable.Check(builder.Build()).Judgement);
    }

    [Fact]
    public void A_text_that_looks_like_a_number_is_told_apart_from_it()
    {
        var builder = new HistoryBuilder();
        builder.Write("A", "x", 5, 0, 1);
        builder.Read("B", "x", builder.ValueOf("5"), 2, 3);
        Assert.Contains("x=\"5\"", Linearizable.Check(builder.Build()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Appends_without_a_type_are_judged_by_no_model()
    {
        var builder = new HistoryBuilder();
        builder.Add(OperationKind.Append, Outcome.Ok, "A", "x", 1, 0, 0, 1);
        builder.Read("B", "x", 1, 2, 3);
        var judge = new Judge(builder.Build());
        foreach (ConsistencyModel model in ConsistencyModel.All)
        {
            Assert.Equal(Judgement.Inconclusive, judge.Of(model).Judgement);
            Assert.Contains("\"type\": \"append\"", judge.Of(model).Reason, StringComparison.Ordinal);
        }
    }
}
