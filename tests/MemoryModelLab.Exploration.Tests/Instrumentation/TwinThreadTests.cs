namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>Which threads of plain C# are explored as one of several alike, and what tells them apart.</summary>
public class TwinThreadTests(RewrittenTests tests) : IClassFixture<RewrittenTests>
{
    [Fact]
    public void Threads_of_one_delegate_are_alike() => Counts(1, 6, static () =>
    {
        var (gate, count) = (new object(), 0);
        ThreadStart increment = () => { lock (gate) count++; };
        Thread[] threads = [new(increment), new(increment), new(increment)];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Equal(3, count);
    });

    [Fact]
    public void Threads_that_make_objects_of_their_own_are_alike() => Counts(1, 2, static () =>
    {
        object? last = null;
        void Publish() => Interlocked.Exchange(ref last, new int[1]);
        Action publish = Publish;
        Parallel.Invoke(publish, publish);
        Assert.NotNull(last);
    });

    [Fact]
    public void Tasks_of_one_delegate_are_alike() => Counts(1, 2, static () =>
    {
        int count = 0;
        Action increment = () => Interlocked.Increment(ref count);
        Task.WaitAll(Task.Run(increment), Task.Run(increment));
        Assert.Equal(2, count);
    });

    [Fact]
    public void Threads_with_equal_arguments_are_alike_and_others_not()
    {
        Counts(1, 2, static () => Start(5, 5));
        Counts(2, 2, static () => Start(5, 6));
    }

    [Fact]
    public void A_thread_that_asks_for_its_number_is_like_no_other() => Counts(2, 2, static () =>
    {
        int first = 0;
        Action claim = () => Interlocked.CompareExchange(ref first, Environment.CurrentManagedThreadId, 0);
        Parallel.Invoke(claim, claim);
        Assert.NotEqual(0, first);
    });

    [Fact]
    public void A_thread_that_is_waited_for_alone_is_like_no_other()
    {
        var result = tests.Run(static () =>
        {
            int count = 0;
            ThreadStart increment = () => Interlocked.Increment(ref count);
            var (one, other) = (new Thread(increment), new Thread(increment));
            one.Start();
            other.Start();
            other.Join();
            Assert.Equal(2, Volatile.Read(ref count));
            one.Join();
        });
        Assert.Equal(ExplorationVerdict.Failed, result.Verdict);
        Assert.False(result.IsSymmetric);
    }

    [Fact]
    public void Results_tell_tasks_apart() => Counts(2, 2, static () =>
    {
        int count = 0;
        Func<int> increment = () => Interlocked.Increment(ref count);
        var (one, other) = (Task.Run(increment), Task.Run(increment));
        Assert.Equal(3, one.Result + other.Result);
    });

    [Fact]
    public void What_is_done_between_their_starts_tells_threads_apart() => Counts(2, 2, static () =>
    {
        var (count, seen) = (0, 0);
        ThreadStart increment = () => Interlocked.Add(ref count, Volatile.Read(ref seen) + 1);
        var (one, other) = (new Thread(increment), new Thread(increment));
        one.Start();
        Volatile.Write(ref seen, 0);
        other.Start();
        one.Join();
        other.Join();
    }, sameCount: false);

    [Fact]
    public void A_failure_of_one_of_several_is_found() => Assert.Equal(ExplorationVerdict.Failed, tests.Run(static () =>
    {
        int count = 0;
        Action increment = () => count++;
        Parallel.Invoke(increment, increment, increment);
        Assert.Equal(3, count);
    }).Verdict);

    [Fact]
    public void A_task_that_throws_is_told_from_others() => Assert.Equal(ExplorationVerdict.Failed, tests.Run(static () =>
    {
        int count = 0;
        Action fail = () => { if (Interlocked.Increment(ref count) == 1) throw new InvalidOperationException(); };
        var (one, other) = (Task.Run(fail), Task.Run(fail));
        try
        {
            Task.WaitAll(one, other);
        }
        catch (AggregateException)
        {
            Assert.True(one.IsFaulted);
        }
    }).Verdict);

    [Fact]
    public void Threads_that_call_equal_operations_are_alike()
    {
        var once = Explorer.RunLinearizable(() => new Counter(), [[counter => counter.Next()], [counter => counter.Next()], [counter => counter.Next()]]);
        Assert.False(once.Exploration.IsSymmetric, "three lambdas are three methods");
        Func<Counter, object?> next = counter => counter.Next();
        var some = Explorer.RunLinearizable(() => new Counter(), [[next], [next], [next]]);
        Assert.Equal((1, true), (some.Exploration.Complete, some.Exploration.IsSymmetric));
        Assert.Equal(6, once.Exploration.Complete);
    }

    [Fact]
    public void An_exploration_goes_on_with_what_is_alike_explored_once()
    {
        Action test = static () =>
        {
            int count = 0;
            Action increment = () => { Interlocked.Increment(ref count); Interlocked.Increment(ref count); };
            Parallel.Invoke(increment, increment, increment);
        };
        long all = tests.Run(test).Complete;
        var part = tests.Run(test, new ExplorationOptions { MaxExecutions = 5 });
        var rest = tests.Run(test, new ExplorationOptions { Resume = part.Checkpoint, Symmetry = false });
        Assert.Equal((15, 15), (all, rest.Complete));
    }

    private static void Start(int left, int right)
    {
        int sum = 0;
        ParameterizedThreadStart add = by => Interlocked.Add(ref sum, (int)by!);
        var (one, other) = (new Thread(add), new Thread(add));
        one.Start(left);
        other.Start(right);
        one.Join();
        other.Join();
        Assert.Equal(left + right, sum);
    }

    private void Counts(long once, long all, Action test, bool sameCount = true)
    {
        var some = tests.Run(test);
        var every = tests.Run(test, new ExplorationOptions { Symmetry = false });
        Assert.Equal((ExplorationVerdict.Passed, ExplorationVerdict.Passed), (some.Verdict, every.Verdict));
        if (sameCount) Assert.Equal((once, all), (some.Complete, every.Complete));
        else Assert.Equal(every.Complete, some.Complete);
        Assert.Equal(some.Complete < every.Complete, some.IsSymmetric);
    }

    private sealed class Counter
    {
        private int _value;

        public int Next() => Interlocked.Increment(ref _value);
    }
}
