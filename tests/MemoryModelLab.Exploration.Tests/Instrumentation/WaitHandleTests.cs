namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>What the operating system has threads wait for.</summary>
public class WaitHandleTests(RewrittenTests tests) : IClassFixture<RewrittenTests>
{
    [Fact]
    public void Who_has_waited_for_a_signal_sees_what_was_done_before_it() => Passes(static () =>
    {
        int x = 0;
        using var given = new ManualResetEvent(false);
        Parallel.Invoke(
            () => { x = 1; given.Set(); },
            () => { given.WaitOne(); Assert.Equal(1, x); },
            () => { if (given.WaitOne(TimeSpan.FromSeconds(1))) Assert.Equal(1, x); });
    });

    [Fact]
    public void A_signal_that_one_takes_is_taken_once() => Assert.Equal(FailureKind.Deadlock, Assert.Single(tests.Run(static () =>
    {
        var given = new AutoResetEvent(false);
        Parallel.Invoke(() => given.Set(), () => given.WaitOne(), () => given.WaitOne());
    }).Failures).Kind);

    [Fact]
    public void A_signal_may_come_too_late() => Assert.Equal(ExplorationVerdict.Failed, tests.Run(static () =>
    {
        var given = new EventWaitHandle(false, EventResetMode.AutoReset);
        Parallel.Invoke(() => given.Set(), () => Assert.True(given.WaitOne(100)));
    }).Verdict);

    [Fact]
    public void One_has_a_mutex() => Passes(static () =>
    {
        int count = 0;
        using var gate = new Mutex();
        Action increment = () =>
        {
            gate.WaitOne();
            gate.WaitOne();
            count++;
            gate.ReleaseMutex();
            gate.ReleaseMutex();
        };
        Parallel.Invoke(increment, increment);
        Assert.Equal(2, count);
        Assert.Throws<ApplicationException>(gate.ReleaseMutex);
    });

    private void Passes(Action test)
    {
        var result = tests.Run(test);
        Assert.Equal((ExplorationVerdict.Passed, ""), (result.Verdict, string.Concat(result.Failures.Select(failure => failure.Message))));
    }
}
