using System.Collections.Concurrent;
using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>The framework's concurrent collections, rewritten as they are.</summary>
public class FrameworkTests
{
    private static readonly InstrumentedOptions Also = new() { Also = ["System.Collections.Concurrent"] };

    [Fact]
    public void StackIsLinearizable() => Explorer.Linearizable(
        () => new ConcurrentStack<int>(),
        [
            [stack => { stack.Push(1); return null; }, stack => stack.TryPop(out int top) ? top : null],
            [stack => { stack.Push(2); return null; }, stack => stack.TryPeek(out int top) ? top : null],
        ],
        null, Also);

    [Fact]
    public void DictionaryIsLinearizable() => Explorer.Linearizable(
        () => new ConcurrentDictionary<int, int>(2, 4),
        [
            [dictionary => dictionary.TryAdd(1, 10), dictionary => dictionary.TryRemove(1, out int value) ? value : null, dictionary => dictionary.TryAdd(2, 5)],
            [dictionary => dictionary.TryAdd(1, 20), dictionary => dictionary.TryGetValue(1, out int value) ? value : null, dictionary => dictionary.TryUpdate(1, 30, 20)],
        ],
        null, Also);

    // An addition ends by releasing a lock, which a later look-up without a lock may go before: two threads that each add a key and look for the
    // other's may both find nothing. Only a lock whose release is a full fence too, as that of today's x64, hides it.
    [Theory]
    [InlineData(MemoryModelKind.Sequential, ExplorationVerdict.Passed)]
    [InlineData(MemoryModelKind.DotNet, ExplorationVerdict.Failed)]
    public void ADictionaryOrdersAnAdditionAndALookUpNoMoreThanItsLockDoes(MemoryModelKind model, ExplorationVerdict expected)
    {
        InstrumentedResult result = Explorer.RunLinearizable(
            () => new ConcurrentDictionary<int, int>(2, 4),
            [
                [dictionary => dictionary.TryAdd(1, 10), dictionary => dictionary.TryGetValue(2, out int value) ? value : null],
                [dictionary => dictionary.TryAdd(2, 20), dictionary => dictionary.TryGetValue(1, out int value) ? value : null],
            ],
            null, Also with { Exploration = new ExplorationOptions { Model = model } });
        Assert.Equal(expected, result.Exploration.Verdict);
    }

    [Fact]
    public void ABagGivesBackWhatWasPutIn() => Explorer.Check(
        static () =>
        {
            var bag = new ConcurrentBag<int>();
            int taken = 0;
            Parallel.Invoke(() => bag.Add(1), () => taken = bag.TryTake(out int item) ? item : 0);
            Assert.Equal(taken == 1, bag.IsEmpty);
        },
        Also);

    [Fact]
    public void WhatIsNotRewrittenIsRefused()
    {
        var stack = Assert.Throws<UnsupportedCodeException>(() => Explorer.Run(static () => new ConcurrentStack<int>().Push(1)));
        Assert.Contains("--also System.Collections.Concurrent", stack.Message);
        var queue = Assert.Throws<UnsupportedCodeException>(() => Explorer.Run(static () => new ConcurrentQueue<int>().Enqueue(1), Also));
        Assert.Contains("ConcurrentQueue..ctor is not supported", queue.Message);
    }
}
