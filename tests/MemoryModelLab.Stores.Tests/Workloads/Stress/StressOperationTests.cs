using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Linearizability;
using MemoryModelLab.Workloads.Stress;

namespace MemoryModelLab.Stores.Tests.Workloads.Stress;

/// <summary>What the operations of a store mean to the checker of histories.</summary>
public sealed class StressOperationTests
{
    [Fact]
    public void OverlappingOperationsMayBeInEitherOrder() =>
        Assert.True(IsLinearizable(Set(1, 0, 10), Get(null, 1, 9), Get(1, 2, 8), Set(2, 3, 7), Get(2, 11, 12)));

    [Fact]
    public void ANewValueIsNotForgotten() => Assert.False(IsLinearizable(Set(1, 0, 10), Get(1, 1, 2), Get(null, 3, 4)));

    [Fact]
    public void AReadAfterAWriteSeesIt() => Assert.False(IsLinearizable(Set(1, 0, 1), Set(2, 2, 3), Get(1, 4, 5)));

    [Fact]
    public void TwoIncrementsFromOneValueAreOneTooFew() =>
        Assert.False(IsLinearizable(Set(5, 0, 1), Increment(6, 2, 9), Increment(6, 3, 8)));

    [Fact]
    public void TwoIncrementsAreTwo() =>
        Assert.True(IsLinearizable(Set(5, 0, 1), Increment(7, 2, 9), Increment(6, 3, 8), Get(7, 10, 11)));

    [Fact]
    public void AnIncrementOfNothingAddsItsArgument() =>
        Assert.True(IsLinearizable(new StressOperation(StressKind.Increment, 9, 0, true, 9, 0, 1), Get(9, 2, 3)));

    [Fact]
    public void AKeyIsAddedOnce() => Assert.False(IsLinearizable(Add(1, true, 0, 9), Add(2, true, 0, 9)));

    [Fact]
    public void AKeyThatIsThereIsNotAdded() => Assert.False(IsLinearizable(Add(1, true, 0, 1), Add(2, true, 2, 3)));

    [Fact]
    public void AKeyThatIsNotThereIsAdded() => Assert.False(IsLinearizable(Add(1, false, 0, 1)));

    [Fact]
    public void AKeyIsAddedTwiceWhenItWasClearedInBetween() =>
        Assert.True(IsLinearizable(Add(1, true, 0, 9), Add(2, true, 0, 9), new(StressKind.Clear, 0, 0, true, 0, 2, 3)));

    [Fact]
    public void ARemovalTakesTheValueThatIsThere()
    {
        Assert.True(IsLinearizable(Set(1, 0, 1), Remove(1, 2, 3), Get(null, 4, 5)));
        Assert.False(IsLinearizable(Set(1, 0, 1), Remove(1, 2, 3), Remove(1, 4, 5)));
        Assert.False(IsLinearizable(Set(1, 0, 1), Remove(null, 2, 3)));
    }

    [Fact]
    public void ARemovalOfAPairComparesTheValue()
    {
        Assert.True(IsLinearizable(Set(1, 0, 1), RemovePair(2, false, 2, 3), RemovePair(1, true, 4, 5), Get(null, 6, 7)));
        Assert.False(IsLinearizable(Set(1, 0, 1), RemovePair(2, true, 2, 3)));
    }

    [Fact]
    public void AnUpdateComparesTheValue()
    {
        Assert.True(IsLinearizable(Set(1, 0, 1), Update(2, 1, true, 2, 3), Update(3, 1, false, 4, 5), Get(2, 6, 7)));
        Assert.False(IsLinearizable(Set(1, 0, 1), Update(2, 1, false, 2, 3)));
    }

    [Fact]
    public void WhatIsThereIsNotAddedAgain()
    {
        Assert.True(IsLinearizable(GetOrAdd(1, 1, 0, 1), GetOrAdd(2, 1, 2, 3)));
        Assert.False(IsLinearizable(GetOrAdd(1, 1, 0, 1), GetOrAdd(2, 2, 2, 3)));
    }

    private static bool IsLinearizable(params StressOperation[] operations)
    {
        var history = new HistoryBuilder();
        history.Initial = history.ValueOf("absent");
        for (int i = 0; i < operations.Length; i++)
            operations[i].AddTo(history, $"{i}", "key", history.Initial);
        Verdict verdict = Linearizable.Check(history.Build());
        Assert.NotEqual(Judgement.Inconclusive, verdict.Judgement);
        return verdict.Judgement == Judgement.Satisfied;
    }

    private static StressOperation Set(long value, long start, long end) => new(StressKind.Set, value, 0, true, 0, start, end);

    private static StressOperation Get(long? value, long start, long end) => new(StressKind.Get, 0, 0, value is not null, value ?? 0, start, end);

    private static StressOperation Remove(long? value, long start, long end) => new(StressKind.Remove, 0, 0, value is not null, value ?? 0, start, end);

    private static StressOperation RemovePair(long value, bool success, long start, long end) => new(StressKind.RemovePair, value, 0, success, 0, start, end);

    private static StressOperation Update(long value, long comparison, bool success, long start, long end) =>
        new(StressKind.Update, value, comparison, success, 0, start, end);

    private static StressOperation Increment(long result, long start, long end) => new(StressKind.Increment, 99, 0, true, result, start, end);

    private static StressOperation GetOrAdd(long value, long result, long start, long end) => new(StressKind.GetOrAdd, value, 0, true, result, start, end);

    private static StressOperation Add(long value, bool success, long start, long end) => new(StressKind.Add, value, 0, success, 0, start, end);
}
