namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>
/// What the framework's types keep in order: store buffering with each of them between the write and the read. Full fences are those that the original
/// has by <c>Interlocked</c> operations; a monitor, and what is made of one, is none.
/// </summary>
public class ModelOrderTests(RewrittenTests tests) : IClassFixture<RewrittenTests>
{
    [Fact]
    public void Releasing_a_semaphore_is_no_full_fence() => Buffers(static () => StoreBuffering(static () => new SemaphoreSlim(0), static semaphore => semaphore.Release()));

    [Fact]
    public void Waiting_for_a_semaphore_is_no_full_fence() => Buffers(static () => StoreBuffering(static () => new SemaphoreSlim(1), static semaphore => semaphore.Wait()));

    [Fact]
    public void Passing_a_lock_is_no_full_fence() => Buffers(static () => StoreBuffering(static () => new Lock(), static gate =>
    {
        lock (gate)
        {
        }
    }));

    [Fact]
    public void Waiting_for_what_is_given_is_no_full_fence() => Buffers(static () => StoreBuffering(static () => new ManualResetEventSlim(true), static given => given.Wait()));

    [Fact]
    public void Giving_a_signal_is_a_full_fence() => Orders(static () => StoreBuffering(static () => new ManualResetEventSlim(), static given => given.Set()));

    [Fact]
    public void Counting_down_is_a_full_fence() => Orders(static () => StoreBuffering(static () => new CountdownEvent(2), static count => count.Signal()));

    [Fact]
    public void Entering_to_read_is_a_full_fence() => Orders(static () => StoreBuffering(static () => new ReaderWriterLockSlim(), static gate => gate.EnterReadLock()));

    [Fact]
    public void A_semaphore_hands_over() => Assert.Equal(ExplorationVerdict.Passed, tests.Run(static () =>
    {
        var (x, semaphore) = (0, new SemaphoreSlim(0));
        Parallel.Invoke(
            () => { x = 1; semaphore.Release(); },
            () => { semaphore.Wait(); Assert.Equal(1, x); });
    }).Verdict);

    private void Buffers(Action test) => Assert.Equal(ExplorationVerdict.Failed, tests.Run(test).Verdict);

    private void Orders(Action test) => Assert.Equal(ExplorationVerdict.Passed, tests.Run(test).Verdict);

    private static void StoreBuffering<T>(Func<T> create, Action<T> pass)
    {
        var (x, y, left, right) = (0, 0, 0, 0);
        var (first, second) = (create(), create());
        Parallel.Invoke(
            () => { x = 1; pass(first); left = y; },
            () => { y = 1; pass(second); right = x; });
        Assert.True(left == 1 || right == 1);
    }
}
