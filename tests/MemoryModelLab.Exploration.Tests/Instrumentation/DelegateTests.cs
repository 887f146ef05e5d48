namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>A reference to a delegate publishes what the delegate was made of, as the reference in it was published when it was made; and who calls it has read that through it.</summary>
public class DelegateTests(RewrittenTests tests) : IClassFixture<RewrittenTests>
{
    [Fact]
    public void What_a_delegate_captured_is_published_with_it() => Passes(static () =>
    {
        Func<int>? published = null;
        int seen = 7;
        Parallel.Invoke(
            () =>
            {
                int captured = 7;
                published = () => captured;
            },
            () => seen = published is { } read ? read() : 7);
        Assert.Equal(7, seen);
    });

    [Fact]
    public void What_is_written_after_the_delegate_was_made_is_not() => Fails(static () =>
    {
        Func<int>? published = null;
        int seen = 7;
        Parallel.Invoke(
            () =>
            {
                int captured = 0;
                Func<int> made = () => captured;
                captured = 7;
                published = made;
            },
            () => seen = published is { } read ? read() : 7);
        Assert.Equal(7, seen);
    });

    [Fact]
    public void A_flag_beside_the_delegate_publishes_nothing() => Fails(static () =>
    {
        Func<int>? published = null;
        var (isPublished, seen) = (false, 7);
        Parallel.Invoke(
            () =>
            {
                int captured = 7;
                published = () => captured;
                isPublished = true;
            },
            () => seen = isPublished ? published?.Invoke() ?? 0 : 7);
        Assert.Equal(7, seen);
    });

    [Fact]
    public void Whoever_hands_on_a_delegate_publishes_nothing_of_its_own() => Fails(static () =>
    {
        var box = new Box();
        Func<int>? first = null;
        Func<int>? second = null;
        int seen = 7;
        Parallel.Invoke(
            () => first = box.Read,
            () =>
            {
                Func<int>? read = first;
                box.Value = 7;
                second = read;
            },
            () => seen = second is { } read ? read() : 7);
        Assert.Equal(7, seen);
    });

    private void Passes(Action test)
    {
        var result = tests.Run(test);
        Assert.Equal((ExplorationVerdict.Passed, ""), (result.Verdict, string.Concat(result.Failures.Select(failure => failure.Message))));
    }

    private void Fails(Action test) => Assert.Equal(ExplorationVerdict.Failed, tests.Run(test).Verdict);

    private sealed class Box
    {
        public int Value;

        public int Read() => Value;
    }
}
