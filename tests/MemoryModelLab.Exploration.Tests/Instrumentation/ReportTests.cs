using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>What is said of an answer, and of what cannot be explored.</summary>
public class ReportTests
{
    private static readonly Action Counting = static () =>
    {
        int count = 0;
        Parallel.Invoke(() => Interlocked.Increment(ref count), () => Interlocked.Increment(ref count), () => Interlocked.Increment(ref count));
    };

    [Fact]
    public void AnInconclusiveAnswerSaysWhyUnderWhichModelAndWhatIsNeverExplored()
    {
        string message = Assert.Throws<ExplorationException>(() => Explorer.Check(Counting, Of(new ExplorationOptions { MaxExecutions = 1 }))).Message;
        Assert.Contains("the bound of 1 executions was reached", message, StringComparison.Ordinal);
        Assert.Contains("DotNet", message, StringComparison.Ordinal);
        Assert.Contains("load buffering", message, StringComparison.Ordinal);
    }

    [Fact]
    public void EachReasonHasItsWords()
    {
        Assert.Equal("executions were drawn at random", Why(new ExplorationOptions { Sampling = new ExplorationSampling(3) }));
        Assert.Contains("more than 1 operations", Why(new ExplorationOptions { MaxOperations = 1 }), StringComparison.Ordinal);
        Assert.Equal("it was interrupted", Why(new ExplorationOptions { Cancellation = new CancellationToken(canceled: true) }));
        Assert.Null(Why(new ExplorationOptions()));
    }

    [Theory]
    [InlineData("System.Collections.Concurent", "did you mean 'System.Collections.Concurrent'")]
    [InlineData("System.Private.CoreLib", "the runtime's own")]
    public void AnAssemblyThatCannotBeRewrittenIsRefused(string also, string expected) =>
        Assert.Contains(expected, Assert.Throws<UnsupportedCodeException>(() => Explorer.Run(Counting, new InstrumentedOptions { Also = [also] })).Message, StringComparison.Ordinal);

    [Fact]
    public void TooManyOperationsAreRefused()
    {
        Func<object, object?>[] sixteen = [.. Enumerable.Repeat<Func<object, object?>>(_ => 1, 16)];
        Assert.Contains("more than 30 operations", Assert.Throws<UnsupportedCodeException>(() => Explorer.Linearizing(() => new object(), [sixteen, sixteen])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OperationsOnNothingOrThatOnlyThrowAreRefused()
    {
        Assert.Contains("null", Assert.Throws<UnsupportedCodeException>(() => Explorer.Linearizing<object?>(() => null, [[one => one!.ToString()]])).Message, StringComparison.Ordinal);
        Assert.Contains("every operation throws", Assert.Throws<UnsupportedCodeException>(() => Explorer.Linearizing(() => new object(), [[_ => throw new InvalidOperationException()]])).Message, StringComparison.Ordinal);
    }

    private static string? Why(ExplorationOptions options) => Explorer.Run(Counting, Of(options)).Exploration.WhyInconclusive;

    private static InstrumentedOptions Of(ExplorationOptions options) => new() { Exploration = options };
}
