using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

public class ExplorationTestsTests
{
    [Fact]
    public void MarkedMethodsAreFoundAndExplored()
    {
        using var program = new InstrumentedProgram(typeof(MarkedPrograms).Assembly.Location);
        ExplorationTest[] tests = [.. ExplorationTests.Of(program).Where(test => test.Name.Contains(nameof(MarkedPrograms), StringComparison.Ordinal))];
        Assert.Equal(
            [
                (nameof(MarkedPrograms.AMessageWithoutOrder), ExplorationVerdict.Failed),
                ($"{nameof(MarkedPrograms.CounterIsLinearizable)}(broken)", ExplorationVerdict.Failed),
                ($"{nameof(MarkedPrograms.CounterIsLinearizable)}(right)", ExplorationVerdict.Passed),
                (nameof(MarkedPrograms.CountersAreAtomic), ExplorationVerdict.Passed),
            ],
            tests.Select(test => (test.Name.Split('.')[^1], Explorer.Run(program, test.Body, new InstrumentedOptions()).Exploration.Verdict)));
    }
}
