using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Instrumentation.Repairs;
using MemoryModelLab.Exploration.Programs;
using MemoryModelLab.Exploration.Runtime;
using MemoryModelLab.Workloads.WeakBugs;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>What x64 hides and Arm64 shows is found, and what the explorer suggests is what the repaired form has.</summary>
public sealed class WeakOnlyTests : IDisposable
{
    private readonly InstrumentedProgram _program = new(typeof(WeakOnlyTests).Assembly.Location);

    [Theory]
    [InlineData(nameof(WeakOnlyPrograms.DoubleCheckedLocking), "isMade,isMade")]
    [InlineData(nameof(WeakOnlyPrograms.SequenceLock), "left,right")]
    [InlineData(nameof(WeakOnlyPrograms.RingOfTwo), "end,end")]
    public void OnlyTheWeakModelFailsAndTheRepairIsFound(string name, string repaired)
    {
        Assert.Equal(ExplorationVerdict.Passed, Run(name, false, MemoryModelKind.Sequential).Exploration.Verdict);
        Assert.Equal(ExplorationVerdict.Passed, Run(name, false, MemoryModelKind.TotalStoreOrder).Exploration.Verdict);
        InstrumentedResult broken = Run(name, false, MemoryModelKind.DotNet);
        Assert.Equal(ExplorationVerdict.Failed, broken.Exploration.Verdict);
        Assert.Contains("WeakOnlyPrograms.cs:", SourceColumns.Of(broken.Exploration.Failures[0].Execution));
        RepairResult found = Explorer.Repair(_program, Test(name, false), new InstrumentedOptions());
        Assert.Equal(repaired, string.Join(",", found.Changes.Select(change => change.Site.Member)));
        Assert.Equal(ExplorationVerdict.Passed, found.Changed!.Exploration.Verdict);
        Assert.Equal(ExplorationVerdict.Passed, Run(name, true, MemoryModelKind.DotNet).Exploration.Verdict);
    }

    /// <summary>What was in .NET: only the .NET model shows it, the repair is the one that was made, and the source with it passes.</summary>
    [Theory]
    [InlineData("queue", "make the read of Slot.Number volatile")]
    [InlineData("stealing", "put Interlocked.MemoryBarrier() after the write of _tail; put Interlocked.MemoryBarrier() after the write of _head")]
    [InlineData("lock", "make the write of _isInside volatile")]
    public void ABugThatWasInDotNetIsFoundAndRepaired(string name, string repair)
    {
        WeakBug bug = WeakBug.All.Single(bug => bug.Name == name);
        foreach (MemoryModelKind strong in new[] { MemoryModelKind.Sequential, MemoryModelKind.TotalStoreOrder })
            Assert.Equal(ExplorationVerdict.Passed, Explorer.Run(bug.Broken, Under(strong)).Exploration.Verdict);
        InstrumentedResult broken = Explorer.Run(bug.Broken, Under(MemoryModelKind.DotNet));
        Assert.Equal(ExplorationVerdict.Failed, broken.Exploration.Verdict);
        Assert.StartsWith("nothing keeps thread ", broken.Exploration.Failures[0].Missing, StringComparison.Ordinal);
        RepairResult found = Explorer.Repair(bug.Broken);
        Assert.Equal(repair, string.Join("; ", found.Changes.Select(change => change.What)));
        Assert.Equal((true, ExplorationVerdict.Passed), (found.IsCheapest, found.Changed!.Exploration.Verdict));
        Assert.Equal(ExplorationVerdict.Passed, Explorer.Run(bug.Repaired, Under(MemoryModelKind.DotNet)).Exploration.Verdict);
    }

    /// <summary>
    /// After dotnet/coreclr 17508: the owner of a work-stealing queue and a thief each move their end and look at the other's, by exchanges that
    /// on Arm64 acquired and released and were no full fences. C# has no such exchange any more, so this form of the program is written by hand.
    /// </summary>
    [Theory]
    [InlineData(MemoryModelKind.Sequential, MemoryOrder.AcquireRelease, ExplorationVerdict.Passed)]
    [InlineData(MemoryModelKind.TotalStoreOrder, MemoryOrder.AcquireRelease, ExplorationVerdict.Passed)]
    [InlineData(MemoryModelKind.DotNet, MemoryOrder.AcquireRelease, ExplorationVerdict.Failed)]
    [InlineData(MemoryModelKind.DotNet, MemoryOrder.Full, ExplorationVerdict.Passed)]
    public void TheLastItemOfAWorkStealingQueueIsTakenOnce(MemoryModelKind model, MemoryOrder order, ExplorationVerdict expected)
    {
        ExplorationResult result = Explorer.Explore(
            () =>
            {
                var (head, tail, taken) = (new Cell<int>(), new Cell<int>(1), new Cell<int>());
                return new ExplorationProgram([
                    () =>
                    {
                        tail.Exchange(0, order);
                        if (head.Volatile == 0)
                            taken.FetchAdd(1);
                    },
                    () =>
                    {
                        head.Exchange(1, order);
                        if (tail.Volatile == 1)
                            taken.FetchAdd(1);
                    }], () => Assert.InRange(taken.Value, 0, 1));
            },
            new ExplorationOptions { Model = model });
        Assert.Equal(expected, result.Verdict);
    }

    public void Dispose() => _program.Dispose();

    private InstrumentedResult Run(string name, bool repaired, MemoryModelKind model) =>
        Explorer.Run(_program, Test(name, repaired), Under(model));

    private static InstrumentedOptions Under(MemoryModelKind model) => new() { Exploration = new ExplorationOptions { Model = model } };

    private Action Test(string name, bool repaired) =>
        ExplorationTests.Of(_program).Single(test => test.Name == $"{typeof(WeakOnlyPrograms).FullName}.{name}({repaired})").Body;
}
