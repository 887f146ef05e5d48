namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>What the framework offers to threads does under exploration what it says.</summary>
public sealed class InterceptionTests
{
    [Fact]
    public void MonitorExcludes() => Explorer.Check(static () =>
    {
        object gate = new();
        int counter = 0;
        Parallel.Invoke(
            () =>
            {
                lock (gate)
                    counter++;
            },
            () =>
            {
                Monitor.Enter(gate);
                counter++;
                Monitor.Exit(gate);
            },
            () =>
            {
                while (!Monitor.TryEnter(gate))
                    Thread.Yield();
                counter++;
                Monitor.Exit(gate);
            });
        Assert.Equal(3, counter);
    });

    [Fact]
    public void MonitorWakesWhoWaits() => Explorer.Check(static () =>
    {
        object gate = new();
        int item = 0;
        var taking = new Thread(() =>
        {
            lock (gate)
            {
                while (item == 0)
                    Monitor.Wait(gate);
                item--;
            }
        });
        taking.Start();
        lock (gate)
        {
            item++;
            Monitor.Pulse(gate);
        }
        taking.Join();
        Assert.Equal(0, item);
    });

    [Fact]
    public void OnePulseForTwoThatWaitIsADeadlock() => Fails(FailureKind.Deadlock, static () =>
    {
        object gate = new();
        bool isOpen = false;
        Parallel.Invoke(Pass, Pass, () =>
        {
            lock (gate)
            {
                isOpen = true;
                Monitor.Pulse(gate);
            }
        });

        void Pass()
        {
            lock (gate)
            {
                while (!isOpen)
                    Monitor.Wait(gate);
            }
        }
    });

    [Fact]
    public void LocksInTwoOrdersAreADeadlock() => Fails(FailureKind.Deadlock, static () =>
    {
        Lock left = new(), right = new();
        Parallel.Invoke(() => Both(left, right), () => Both(right, left));

        static void Both(Lock first, Lock second)
        {
            lock (first)
            {
                lock (second)
                {
                }
            }
        }
    });

    [Fact]
    public void LockExcludes() => Explorer.Check(static () =>
    {
        var gate = new Lock();
        int counter = 0;
        Parallel.Invoke(
            () =>
            {
                using (gate.EnterScope())
                    counter++;
            },
            () =>
            {
                gate.Enter();
                try
                {
                    counter++;
                }
                finally
                {
                    gate.Exit();
                }
            });
        Assert.Equal(2, counter);
    });

    [Fact]
    public void TasksHandTheirResultsAndErrorsOver() => Explorer.Check(static () =>
    {
        int[] made = new int[1];
        Task<int> one = Task.Run(() =>
        {
            made[0] = 5;
            return 1;
        });
        Task other = Task.Run(() =>
        {
            if (made.Length == 1)
                throw new InvalidOperationException("expected");
        });
        Assert.Equal(6, one.Result + made[0]);
        AggregateException error = Assert.Throws<AggregateException>(() => Task.WaitAll(one, other));
        Assert.Equal("expected", Assert.Single(error.InnerExceptions).Message);
    });

    [Fact]
    public void AThreadIsGivenItsArgument() => Explorer.Check(static () =>
    {
        int seen = 0;
        var thread = new Thread(argument => seen = (int)argument!);
        thread.Start(7);
        Thread.Sleep(1);
        Thread.SpinWait(10);
        thread.Join();
        Assert.Equal(7, seen);
    });

    [Fact]
    public void AnEventPublishesWhatWasDoneBefore() => Explorer.Check(static () =>
    {
        using var ready = new ManualResetEventSlim(false);
        int data = 0;
        Parallel.Invoke(
            () =>
            {
                data = 1;
                ready.Set();
            },
            () =>
            {
                ready.Wait();
                Assert.True(ready.IsSet);
                Assert.Equal(1, data);
            });
    });

    [Fact]
    public void ASemaphoreLetsAsManyIn() => Explorer.Check(static () =>
    {
        using var semaphore = new SemaphoreSlim(1);
        int counter = 0;
        Parallel.Invoke(Count, Count);
        Assert.Equal((2, 1), (counter, semaphore.CurrentCount));

        void Count()
        {
            semaphore.Wait();
            counter++;
            semaphore.Release();
        }
    });

    [Fact]
    public void ASemaphoreOfTwoDoesNotExclude() => Fails(FailureKind.Exception, static () =>
    {
        using var semaphore = new SemaphoreSlim(2);
        int counter = 0;
        Parallel.Invoke(Count, Count);
        Assert.Equal(2, counter);

        void Count()
        {
            semaphore.Wait();
            counter++;
            semaphore.Release();
        }
    });

    [Fact]
    public void ABarrierSeparatesPhases() => Explorer.Check(static () =>
    {
        using var barrier = new Barrier(2);
        int left = 0, right = 0;
        Parallel.Invoke(
            () =>
            {
                left = 1;
                barrier.SignalAndWait();
                Assert.Equal(1, right);
            },
            () =>
            {
                right = 1;
                barrier.SignalAndWait();
                Assert.Equal(1, left);
            });
    });

    [Fact]
    public void ACountdownIsWaitedFor() => Explorer.Check(static () =>
    {
        using var countdown = new CountdownEvent(2);
        int[] done = new int[2];
        for (int i = 0; i < 2; i++)
        {
            int me = i;
            new Thread(() =>
            {
                done[me] = 1;
                countdown.Signal();
            }).Start();
        }
        countdown.Wait();
        Assert.Equal(2, done[0] + done[1]);
    });

    [Fact]
    public void AReaderWriterLockExcludesWriters() => Explorer.Check(static () =>
    {
        using var gate = new ReaderWriterLockSlim();
        int left = 0, right = 0;
        Parallel.Invoke(
            () =>
            {
                gate.EnterWriteLock();
                (left, right) = (1, 1);
                gate.ExitWriteLock();
            },
            () =>
            {
                gate.EnterReadLock();
                Assert.Equal(left, right);
                gate.ExitReadLock();
            });
    });

    [Fact]
    public void ALazyValueIsMadeOnce() => Explorer.Check(static () =>
    {
        int made = 0;
        var lazy = new Lazy<int[]>(() => [++made]);
        Parallel.Invoke(() => Assert.Equal(1, lazy.Value[0]), () => Assert.Equal(1, lazy.Value[0]));
        Assert.True(lazy.IsValueCreated);
        Assert.Equal(1, made);
    });

    [Fact]
    public void EachThreadHasAThreadLocalOfItsOwn() => Explorer.Check(static () =>
    {
        int made = 0;
        using var own = new ThreadLocal<int>(() => Interlocked.Increment(ref made));
        Parallel.Invoke(Use, Use);
        Assert.Equal(2, made);
        Assert.False(own.IsValueCreated);

        void Use()
        {
            int value = own.Value;
            own.Value += 10;
            Assert.Equal(value + 10, own.Value);
        }
    });

    private static void Fails(FailureKind kind, Action program) =>
        Assert.Equal(kind, Assert.Single(Explorer.Run(program).Exploration.Failures).Kind);
}
