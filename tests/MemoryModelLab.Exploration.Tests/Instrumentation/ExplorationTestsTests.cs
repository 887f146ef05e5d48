using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

public class ExplorationTestsTests
{
    [Fact]
    public void MarkedMethodsAreFoundAndExplored()
    {
        using var program = new InstrumentedProgram(typeof(MarkedPrograms).Assembly.Location);
        IReadOnlyList<ExplorationTest> tests = ExplorationTests.Of(program);
        Assert.Equal(
            [(nameof(MarkedPrograms.AMessageWithoutOrder), ExplorationVerdict.Failed), (nameof(MarkedPrograms.CountersAreAtomic), ExplorationVerdict.Passed)],
            tests.Select(test => (test.Name.Split('.')[^1], Explorer.Run(program, test.Body, new InstrumentedOptions()).Exploration.Verdict)));
    }
}
