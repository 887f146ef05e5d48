using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

public class ExplorationTestsTests
{
    [Fact]
    public void MarkedMethodsAreFoundAndExplored()
    {
        using var program = new InstrumentedProgram(typeof(MarkedPrograms).Assembly.Location);
        ExplorationTest[] tests = [.. Marked(program).Where(test => !IsWrong(test))];
        Assert.Equal(
            [
                (nameof(MarkedPrograms.AMessageWithoutOrder), ExplorationVerdict.Failed),
                ($"{nameof(MarkedPrograms.CounterIsLinearizable)}(broken)", ExplorationVerdict.Failed),
                ($"{nameof(MarkedPrograms.CounterIsLinearizable)}(right)", ExplorationVerdict.Passed),
                (nameof(MarkedPrograms.CountersAreAtomic), ExplorationVerdict.Passed),
                ($"{nameof(MarkedPrograms.TakesTwo)}(a, 1)", ExplorationVerdict.Passed),
                ($"{nameof(MarkedPrograms.TakesTwo)}(a, 2)", ExplorationVerdict.Passed),
            ],
            tests.Select(test => (test.Name.Split('.')[^1], Explorer.Run(program, test.Body, new InstrumentedOptions()).Exploration.Verdict)));
    }

    [Theory]
    [InlineData(nameof(MarkedPrograms.Waits), "async/await is not supported")]
    [InlineData(nameof(MarkedPrograms.TakesWhatIsNotThere), "its class has no static property 'Large'")]
    [InlineData($"{nameof(MarkedPrograms.TakesOne)}(three, 3)", "it is marked with 2 arguments that are not those of its 1 parameters")]
    public void AMarkThatIsWrongConcernsItsMethodOnly(string name, string message)
    {
        using var program = new InstrumentedProgram(typeof(MarkedPrograms).Assembly.Location);
        ExplorationTest test = Marked(program).Single(test => test.Name.EndsWith(name, StringComparison.Ordinal));
        Assert.Equal(message, Assert.Throws<UnsupportedCodeException>(() => test.Body).Message);
    }

    private static IEnumerable<ExplorationTest> Marked(InstrumentedProgram program) =>
        ExplorationTests.Of(program).Where(test => test.Name.Contains(nameof(MarkedPrograms), StringComparison.Ordinal));

    private static bool IsWrong(ExplorationTest test) => test.Name.Contains(nameof(MarkedPrograms.Waits), StringComparison.Ordinal) || test.Name.Contains(nameof(MarkedPrograms.TakesOne), StringComparison.Ordinal) || test.Name.Contains(nameof(MarkedPrograms.TakesWhatIsNotThere), StringComparison.Ordinal);
}
