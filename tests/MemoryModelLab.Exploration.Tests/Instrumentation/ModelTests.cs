using System.Security.Cryptography;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>The models of the framework's types do what the originals do where things go wrong, too.</summary>
public class ModelTests(RewrittenTests tests) : IClassFixture<RewrittenTests>
{
    [Fact]
    public void An_unsafe_lazy_value_can_be_made_twice() => Assert.Equal(ExplorationVerdict.Failed, tests.Run(static () =>
    {
        int made = 0;
        var lazy = new Lazy<int>(() => Interlocked.Increment(ref made), isThreadSafe: false);
        Action ask = () => _ = lazy.Value;
        Parallel.Invoke(ask, ask);
        Assert.Equal(1, made);
    }).Verdict);

    [Fact]
    public void A_lazy_value_that_throws_throws_again_and_asks_once() => Passes(static () =>
    {
        int asked = 0;
        var lazy = new Lazy<int>(() => { Interlocked.Increment(ref asked); throw new InvalidOperationException(); });
        Action ask = () => Assert.Throws<InvalidOperationException>(() => _ = lazy.Value);
        Parallel.Invoke(ask, ask);
        Assert.Equal(1, asked);
    });

    [Fact]
    public void A_lazy_value_that_needs_itself_throws() => Passes(static () =>
    {
        Lazy<int>? lazy = null;
        lazy = new Lazy<int>(() => lazy!.Value);
        Assert.Throws<InvalidOperationException>(() => _ = lazy.Value);
    });

    [Fact]
    public void Waiting_for_a_time_may_end_before_the_thread() => Assert.Equal(ExplorationVerdict.Failed, tests.Run(static () =>
    {
        int x = 0;
        var thread = new Thread(() => x = 1);
        thread.Start();
        Assert.True(thread.Join(1000));
        Assert.Equal(1, x);
    }).Verdict);

    [Fact]
    public void Who_has_waited_for_a_time_and_was_told_of_the_end_sees_all() => Passes(static () =>
    {
        int x = 0;
        var thread = new Thread(() => x = 1);
        thread.Start();
        if (thread.Join(TimeSpan.FromSeconds(1))) Assert.Equal(1, x);
        thread.Join();
    });

    [Fact]
    public void A_thread_is_started_once_and_waited_for_when_started() => Passes(static () =>
    {
        var thread = new Thread(() => { });
        Assert.Throws<ThreadStateException>(thread.Join);
        thread.Start();
        Assert.Throws<ThreadStateException>(thread.Start);
        thread.Join();
    });

    [Fact]
    public void Counting_down_too_far_leaves_the_counter() => Passes(static () =>
    {
        var count = new CountdownEvent(1);
        count.Signal();
        Assert.Throws<InvalidOperationException>(() => count.Signal());
        count.Wait();
    });

    [Fact]
    public void Releasing_a_full_semaphore_leaves_the_counter() => Passes(static () =>
    {
        var semaphore = new SemaphoreSlim(1, 1);
        Assert.Throws<SemaphoreFullException>(() => semaphore.Release());
        Assert.Equal(1, semaphore.CurrentCount);
    });

    [Fact]
    public void A_reader_writer_lock_is_not_taken_twice() => Passes(static () =>
    {
        var gate = new ReaderWriterLockSlim();
        gate.EnterReadLock();
        Assert.Throws<LockRecursionException>(gate.EnterReadLock);
        Assert.Throws<LockRecursionException>(gate.EnterWriteLock);
        gate.ExitReadLock();
        Assert.Throws<SynchronizationLockException>(gate.ExitReadLock);
    });

    [Fact]
    public void Random_bytes_are_written_while_others_read()
    {
        Assert.Equal(ExplorationVerdict.Failed, tests.Run(static () => Assert.Equal(0, SeenOfRandom())).Verdict);
        Assert.Equal(ExplorationVerdict.Failed, tests.Run(static () => Assert.NotEqual(0, SeenOfRandom())).Verdict);

        static int SeenOfRandom()
        {
            (byte[] bytes, int seen) = (new byte[8], 0);
            Parallel.Invoke(() => RandomNumberGenerator.Fill(bytes), () => seen = bytes[0] | bytes[7]);
            return seen;
        }
    }

    [Fact]
    public void A_wait_for_a_time_may_end_before_the_pulse() => Assert.Equal(ExplorationVerdict.Failed, tests.Run(static () =>
    {
        var (gate, isPulsed) = (new object(), false);
        Parallel.Invoke(
            () => { lock (gate) isPulsed = Monitor.Wait(gate, 1000); },
            () => { lock (gate) Monitor.Pulse(gate); });
        Assert.True(isPulsed);
    }).Verdict);

    [Fact]
    public void A_pulse_is_not_for_one_who_has_left() => Passes(static () =>
    {
        var (gate, isFree) = (new object(), false);
        var waiter = new Thread(() => { lock (gate) { while (!isFree) Monitor.Wait(gate); } });
        lock (gate)
        {
            Monitor.Wait(gate, TimeSpan.FromSeconds(1));
            waiter.Start();
        }
        lock (gate)
        {
            isFree = true;
            Monitor.Pulse(gate);
        }
        waiter.Join();
    });

    [Fact]
    public void A_lock_that_is_an_exchange_is_waited_for() => Passes(static () =>
    {
        var (gate, count) = (0, 0);
        Action increment = () =>
        {
            while (Interlocked.Exchange(ref gate, 1) == 1)
            {
            }
            count++;
            Volatile.Write(ref gate, 0);
        };
        Parallel.Invoke(increment, increment, increment);
        Assert.Equal(3, count);
    });

    [Fact]
    public void A_lock_that_is_an_exchange_and_never_given_back_is_a_deadlock() => Assert.Equal(FailureKind.Deadlock, Assert.Single(tests.Run(static () =>
    {
        int gate = 0;
        Action take = () =>
        {
            while (Interlocked.Exchange(ref gate, 1) == 1)
            {
            }
        };
        Parallel.Invoke(take, take, take);
    }).Failures).Kind);

    [Fact]
    public void Runaway_recursion_is_a_failure() => Assert.IsType<InsufficientExecutionStackException>(Assert.Single(tests.Run(static () => Deeper(0)).Failures).Error);

    private static int Deeper(int depth) => depth + Deeper(depth + 1);

    private void Passes(Action test)
    {
        var result = tests.Run(test);
        Assert.Equal((ExplorationVerdict.Passed, ""), (result.Verdict, string.Concat(result.Failures)));
    }
}
