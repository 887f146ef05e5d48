namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>Methods that <c>mml explore --assembly</c> finds.</summary>
public sealed class MarkedPrograms
{
    private int _data;
    private bool _ready;

    [ExplorationTest]
    public static void CountersAreAtomic()
    {
        int counter = 0;
        Parallel.Invoke(() => Interlocked.Increment(ref counter), () => Interlocked.Increment(ref counter), () => Interlocked.Increment(ref counter));
        if (counter != 3)
            throw new InvalidOperationException($"counted {counter}");
    }

    [ExplorationTest]
    public void AMessageWithoutOrder()
    {
        Task writer = Task.Run(() => (_data, _ready) = (42, true));
        if (_ready && _data != 42)
            throw new InvalidOperationException("the message is not there");
        writer.Wait();
    }

    [ExplorationTest("right")]
    [ExplorationTest("broken")]
    public static Action CounterIsLinearizable(string kind) => Explorer.Linearizing(
        () => new Counter(kind == "right"),
        [
            [counter => counter.Next(), counter => counter.Next()],
            [counter => counter.Next()],
        ]);

    [ExplorationTest]
    public static async Task Waits() => await Task.Yield();

    public static IEnumerable<int> Small => [1, 2];

    [ExplorationTest("a", Each = nameof(Small))]
    public static void TakesTwo(string text, int number) => Assert.InRange(number, text.Length, 2);

    [ExplorationTest(Each = "Large")]
    public static void TakesWhatIsNotThere(int number) => Assert.Equal(3, number);

    [ExplorationTest("three", 3)]
    public static void TakesOne(int number) => Assert.Equal(3, number);

    private sealed class Counter(bool isAtomic)
    {
        private int _value;

        public int Next() => isAtomic ? Interlocked.Increment(ref _value) : ++_value;
    }
}
