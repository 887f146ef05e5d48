using System.Runtime.CompilerServices;
using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>Threads, tasks and parallel loops do what the originals do; what is not modelled is refused with its line.</summary>
public class ThreadModelTests(RewrittenTests tests) : IClassFixture<RewrittenTests>
{
    [Fact]
    public void A_thread_in_the_background_may_wait_when_the_program_ends() => Passes(static () =>
    {
        var (jobs, done) = (new SemaphoreSlim(0), 0);
        new Thread(() =>
        {
            while (true)
            {
                jobs.Wait();
                done++;
            }
        })
        { IsBackground = true }.Start();
        jobs.Release();
    });

    [Fact]
    public void A_task_may_wait_when_the_program_ends() => Passes(static () =>
    {
        var never = new SemaphoreSlim(0);
        Task.Run(never.Wait);
    });

    [Fact]
    public void A_thread_in_the_foreground_that_waits_for_ever_is_a_deadlock() => Assert.Equal(FailureKind.Deadlock, Assert.Single(tests.Run(static () =>
    {
        var never = new SemaphoreSlim(0);
        var thread = new Thread(never.Wait) { IsBackground = true };
        thread.Start();
        thread.IsBackground = false;
    }).Failures).Kind);

    [Fact]
    public void Who_waits_for_a_task_that_waits_for_ever_is_a_deadlock() => Assert.Equal(FailureKind.Deadlock, Assert.Single(tests.Run(static () =>
    {
        var never = new SemaphoreSlim(0);
        Task.Run(never.Wait).Wait();
    }).Failures).Kind);

    [Fact]
    public void Waiting_for_a_task_that_has_ended_is_no_full_fence() => Assert.Equal(ExplorationVerdict.Failed, tests.Run(static () =>
    {
        var (x, y, left, right) = (0, 0, 0, 0);
        Task ended = Task.Run(() => { });
        ended.Wait();
        Parallel.Invoke(
            () => { x = 1; ended.Wait(); left = y; },
            () => { y = 1; ended.Wait(); right = x; });
        Assert.True(left == 1 || right == 1);
    }).Verdict);

    [Fact]
    public void Who_waits_for_any_task_can_get_each() => Assert.Equal(ExplorationVerdict.Failed, tests.Run(static () =>
    {
        int x = 0;
        Task[] tasks = [Task.Run(() => x = 1), Task.Run(() => { })];
        int ended = Task.WaitAny(tasks);
        if (ended == 0) Assert.Equal(1, x);
        else Assert.NotEqual(0, x);
    }).Verdict);

    [Fact]
    public void A_task_of_all_ends_when_all_have() => Passes(static () =>
    {
        var (x, y) = (0, 0);
        Task<int[]> all = Task.WhenAll(Task.Run(() => x = 1), Task.Factory.StartNew(() => y = 2, TaskCreationOptions.LongRunning));
        if (all.IsCompleted) Assert.Equal(3, x + y);
        Assert.Equal([1, 2], all.GetAwaiter().GetResult());
        Task.WhenAll(Task.Run(() => { x++; }), Task.Run(() => { y++; })).Wait();
        Assert.Equal((2, 3), (x, y));
    });

    [Fact]
    public void A_task_that_makes_another_ends_with_that() => Passes(static () =>
    {
        int x = 0;
        Task outer = Task.Run(() => Task.Run(() => { x = 1; }));
        outer.Wait();
        Assert.Equal(1, x);
        Assert.IsType<InvalidOperationException>(Assert.Throws<AggregateException>(() => Task.Run(() => throw new InvalidOperationException()).Wait()).InnerException);
    });

    [Fact]
    public void A_wait_for_a_task_may_end_before_it() => Assert.Equal(ExplorationVerdict.Failed, tests.Run(static () =>
    {
        Task<int> task = Task.Run(() => 1);
        Assert.True(task.Wait(1000));
    }).Verdict);

    [Fact]
    public void What_a_task_throws_comes_out_unwrapped() => Passes(static () =>
    {
        Task<int> task = Task.Run(static () => int.Parse("no"));
        Assert.Throws<FormatException>(() => task.GetAwaiter().GetResult());
        Assert.IsType<FormatException>(Assert.Throws<AggregateException>(() => task.Result).InnerException);
    });

    [Fact]
    public void A_task_is_made_and_started() => Passes(static () =>
    {
        int x = 0;
        var task = new Task(() => x = 1);
        var starter = new Thread(task.Start);
        starter.Start();
        task.Wait();
        Assert.Equal(1, x);
        Assert.Throws<InvalidOperationException>(task.Start);
        Assert.Equal(3, Task.FromResult(3).Result);
        Task.CompletedTask.Wait();
        starter.Join();
    });

    [Fact]
    public void Rounds_of_a_parallel_loop_run_at_once() => Assert.Equal(ExplorationVerdict.Failed, tests.Run(static () =>
    {
        int x = 0;
        Assert.True(Parallel.For(0, 2, _ => x++).IsCompleted);
        Assert.Equal(2, x);
    }).Verdict);

    [Fact]
    public void A_parallel_loop_ends_when_all_its_rounds_have() => Passes(static () =>
    {
        int sum = 0;
        Parallel.ForEach([1, 2, 3], item => Interlocked.Add(ref sum, item));
        Assert.Equal(6, sum);
    });

    [Fact]
    public void Each_thread_knows_itself() => Passes(static () =>
    {
        Thread? seen = null;
        var thread = new Thread(() => seen = Thread.CurrentThread);
        thread.Start();
        thread.Join();
        Assert.Same(thread, seen);
        Assert.False(thread.IsAlive);
        Assert.True(Thread.CurrentThread.IsAlive);
        Thread self = Thread.CurrentThread;
        Assert.Equal(Environment.CurrentManagedThreadId, self.ManagedThreadId);
        Assert.NotEqual(thread.ManagedThreadId, self.ManagedThreadId);
    });

    [Fact]
    public void What_a_thread_was_given_before_it_was_published_is_seen_in_each_execution()
    {
        Fails(static () => Assert.NotEqual("zero", Published(Named, static thread => thread.Name)));
        Fails(static () => Assert.NotEqual("one", Published(Named, static thread => thread.Name)));
        Fails(static () => Assert.NotEqual(ThreadPriority.Lowest, Published(Named, static thread => (ThreadPriority?)thread.Priority)));
        Fails(static () => Assert.NotEqual(ThreadPriority.Highest, Published(Named, static thread => (ThreadPriority?)thread.Priority)));
    }

    [Fact]
    public void What_makes_the_values_of_threads_is_seen_in_each_execution()
    {
        Fails(static () => Assert.NotEqual(1, Published(Making, static own => (int?)own.Value)));
        Fails(static () => Assert.NotEqual(2, Published(Making, static own => (int?)own.Value)));
    }

    [Fact]
    public void A_lazy_value_of_which_the_first_is_kept_can_be_made_twice() => Assert.Equal(ExplorationVerdict.Failed, tests.Run(static () =>
    {
        int made = 0;
        var lazy = new Lazy<object>(() => { made++; return new object(); }, LazyThreadSafetyMode.PublicationOnly);
        var (left, right) = (new object(), new object());
        Parallel.Invoke(() => left = lazy.Value, () => right = lazy.Value);
        Assert.Same(left, right);
        Assert.Equal(1, Volatile.Read(ref made));
    }).Verdict);

    [Fact]
    public void What_is_not_modelled_is_refused_with_its_line()
    {
        string message = Assert.Throws<UnsupportedCodeException>(() => tests.Run(static () => Task.Delay(10).Wait())).Message;
        Assert.StartsWith("Task.Delay(Int32) is not supported by the explorer (ThreadModelTests.cs:", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thread_of_a_static_constructor_is_refused() => Assert.Contains(
        "a static constructor starts a thread",
        Assert.Throws<UnsupportedCodeException>(() => tests.Run(static () => RuntimeHelpers.RunClassConstructor(typeof(Early).TypeHandle))).Message,
        StringComparison.Ordinal);

    private static Thread Named(bool isLate) => new(static () => { })
    {
        Name = isLate ? "one" : "zero",
        Priority = isLate ? ThreadPriority.Highest : ThreadPriority.Lowest,
    };

    private static ThreadLocal<int> Making(bool isLate) => isLate ? new ThreadLocal<int>(static () => 1) : new ThreadLocal<int>(static () => 2);

    // What a thread finds in what another has made, early or late.
    private static TFound? Published<T, TFound>(Func<bool, T> make, Func<T, TFound> find)
        where T : class
    {
        (int time, T? published, TFound? found) = (0, null, default);
        Parallel.Invoke(
            () => time = 1,
            () => Volatile.Write(ref published, make(time == 1)),
            () => found = Volatile.Read(ref published) is { } seen ? find(seen) : default);
        return found;
    }

    private void Fails(Action test) => Assert.Equal(ExplorationVerdict.Failed, tests.Run(test).Verdict);

    private void Passes(Action test)
    {
        var result = tests.Run(test);
        Assert.Equal((ExplorationVerdict.Passed, ""), (result.Verdict, string.Concat(result.Failures.Select(failure => failure.Message))));
    }

    private static class Early
    {
        public static readonly Thread Started = Start();

        private static Thread Start()
        {
            var started = new Thread(() => { });
            started.Start();
            return started;
        }
    }
}
