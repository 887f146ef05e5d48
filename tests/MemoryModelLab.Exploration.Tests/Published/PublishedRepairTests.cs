using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Instrumentation.Repairs;

namespace MemoryModelLab.Exploration.Tests.Published;

/// <summary>Published algorithms without their fences: the repair is the fences, and no more of them than there are in the literature.</summary>
public sealed class PublishedRepairTests : IDisposable
{
    private readonly InstrumentedProgram _program = new(typeof(PublishedRepairTests).Assembly.Location);

    [Theory]
    [InlineData("Dekker(False)", 1)]
    [InlineData("Bakery(2, False)", 2)]
    [InlineData("Szymanski(False)", 1)]
    [InlineData("HazardPointer(False)", 2)]
    [InlineData("WorkStealing(False)", 1)]
    public void TheFencesAreFound(string name, int fences)
    {
        Action test = ExplorationTests.Of(_program).Single(test => test.Name == $"{typeof(PublishedPrograms).FullName}.{name}").Body;
        RepairResult found = Explorer.Repair(_program, test, new InstrumentedOptions());
        Assert.Equal((RepairOutcome.Found, true), (found.Outcome, found.IsCheapest));
        Assert.Equal(Enumerable.Repeat(ChangeKind.AddFence, fences), found.Changes.Select(change => change.Kind));
        Assert.Equal(ExplorationVerdict.Passed, found.Changed!.Exploration.Verdict);
        Assert.InRange(found.Explorations, 2, 40);
    }

    public void Dispose() => _program.Dispose();
}
