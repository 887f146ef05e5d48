namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>Each way code has to access memory is an access of its location, with its order.</summary>
public sealed class AccessTests
{
    [Fact]
    public void AStaticConstructorHasRunWhereItsClassIsUsed() => Explorer.Check(static () =>
        Parallel.Invoke(() => Assert.Equal(42, Configured.Values[0]), () => Assert.Equal(42, Configured.Values[0])));

    [Fact]
    public void StaticFieldsAreSharedAndThreadStaticOnesAreNot() => Fails(FailureKind.Exception, static () =>
    {
        Parallel.Invoke(Count, Count);
        Assert.Equal(2, Configured.Shared);

        static void Count()
        {
            Assert.Equal(1, ++Configured.Own);
            Configured.Shared++;
        }
    });

    [Fact]
    public void VolatileFieldsAreOrdered() => Explorer.Check(static () =>
    {
        var message = new Message();
        Parallel.Invoke(
            () =>
            {
                message.Text = 1;
                message.IsThere = true;
            },
            () => Assert.True(!message.IsThere || message.Text == 1));
    });

    [Fact]
    public void EveryReadModifyWriteIsAtomic() => Explorer.Check(static () =>
    {
        int sum = 0, bits = 0, mask = 3;
        long last = 0;
        object? first = null;
        Parallel.Invoke(() => All(1), () => All(2));
        Assert.Equal((3, 3, 0), (sum, bits, mask));
        Assert.True(first is 1 or 2);
        Assert.True(Interlocked.Read(ref last) is 1 or 2);

        void All(int me)
        {
            Interlocked.Add(ref sum, me);
            Interlocked.Or(ref bits, me);
            Interlocked.And(ref mask, ~me);
            Interlocked.Exchange(ref last, me);
            Interlocked.CompareExchange(ref first, me, null);
            Interlocked.Increment(ref sum);
            Interlocked.Decrement(ref sum);
        }
    });

    [Fact]
    public void AccessesThroughReferencesAndSpansAreOfTheFieldsThemselves() => Fails(FailureKind.Exception, static () =>
    {
        int[] data = new int[2];
        Parallel.Invoke(
            () =>
            {
                Span<int> span = data;
                span[0] = 1;
                Set(ref data[1]);
            },
            () => Assert.True(data[1] == 0 || data[0] == 1));

        static void Set(ref int place) => place = 1;
    });

    [Fact]
    public void AStructOfTwoWordsIsTorn() => Fails(FailureKind.Exception, static () =>
    {
        (long Left, long Right) pair = (0, 0);
        Parallel.Invoke(() => pair = (1, 1), () =>
        {
            (long left, long right) = pair;
            Assert.Equal(left, right);
        });
    });

    [Fact]
    public void StoresBeforeAProcessWideBarrierAreSeenWithoutAFence() => Explorer.Check(static () =>
    {
        int x = 0, y = 0, a = 0, b = 0;
        Parallel.Invoke(
            () =>
            {
                Volatile.Write(ref x, 1);
                a = Volatile.Read(ref y);
            },
            () =>
            {
                y = 1;
                Interlocked.MemoryBarrierProcessWide();
                b = x;
            });
        Assert.True(a == 1 || b == 1);
    });

    private static void Fails(FailureKind kind, Action program) =>
        Assert.Equal(kind, Assert.Single(Explorer.Run(program).Exploration.Failures).Kind);

    private static class Configured
    {
        public static readonly int[] Values = new int[1];
        public static int Shared;
        [ThreadStatic]
        public static int Own;

        static Configured() => Values[0] = 42;
    }

    private sealed class Message
    {
        public int Text;
        public volatile bool IsThere;
    }
}
