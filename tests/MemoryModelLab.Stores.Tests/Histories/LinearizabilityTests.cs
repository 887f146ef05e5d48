namespace MemoryModelLab.Stores.Tests.Histories;

public sealed class LinearizabilityTests
{
    [Fact]
    public void OverlappingOperationsMayBeInEitherOrder() =>
        Assert.True(Linearizability.Holds([Set(1, 0, 10), Get(null, 1, 9), Get(1, 2, 8), Set(2, 3, 7), Get(2, 11, 12)]));

    [Fact]
    public void ANewValueIsNotForgotten() =>
        Assert.False(Linearizability.Holds([Set(1, 0, 10), Get(1, 1, 2), Get(null, 3, 4)]));

    [Fact]
    public void AReadAfterAWriteSeesIt() =>
        Assert.False(Linearizability.Holds([Set(1, 0, 1), Set(2, 2, 3), Get(1, 4, 5)]));

    [Fact]
    public void TwoIncrementsFromOneValueAreOneTooFew() =>
        Assert.False(Linearizability.Holds([Set(5, 0, 1), Increment(6, 2, 9), Increment(6, 3, 8)]));

    [Fact]
    public void TwoIncrementsAreTwo() =>
        Assert.True(Linearizability.Holds([Set(5, 0, 1), Increment(7, 2, 9), Increment(6, 3, 8), Get(7, 10, 11)]));

    [Fact]
    public void AKeyIsAddedOnce() =>
        Assert.False(Linearizability.Holds([Add(1, true, 0, 9), Add(2, true, 0, 9)]));

    [Fact]
    public void AKeyIsAddedTwiceWhenItWasClearedInBetween() =>
        Assert.True(Linearizability.Holds([Add(1, true, 0, 9), Add(2, true, 0, 9), new(OperationKind.Clear, 0, 0, true, 0, 2, 3)]));

    private static StoreOperation Set(long value, long start, long end) => new(OperationKind.Set, value, 0, true, 0, start, end);

    private static StoreOperation Get(long? value, long start, long end) =>
        new(OperationKind.Get, 0, 0, value is not null, value ?? 0, start, end);

    private static StoreOperation Increment(long result, long start, long end) =>
        new(OperationKind.Increment, 0, 0, true, result, start, end);

    private static StoreOperation Add(long value, bool success, long start, long end) =>
        new(OperationKind.Add, value, 0, success, 0, start, end);
}
