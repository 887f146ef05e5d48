using MemoryModelLab.Exploration;

namespace MemoryModelLab.Cli.Tests.Explorations;

/// <summary>Programs that <see cref="ExploreTests"/> have explored from this assembly.</summary>
public static class ExploredPrograms
{
    [ExplorationTest]
    public static void Message()
    {
        int data = 0;
        bool ready = false;
        var writer = new Thread(() => { data = 42; ready = true; });
        writer.Start();
        if (ready && data != 42)
            throw new InvalidOperationException("the message is not there");
        writer.Join();
    }

    [ExplorationTest]
    public static void RepairedMessage()
    {
        int data = 0;
        bool ready = false;
        var writer = new Thread(() =>
        {
            Interlocked.Exchange(ref data, 42);
            Volatile.Write(ref ready, true);
        });
        writer.Start();
        if (Volatile.Read(ref ready) && data != 42)
            throw new InvalidOperationException("the message is not there");
        writer.Join();
    }

    [ExplorationTest]
    public static void LostUpdate()
    {
        int counter = 0;
        Parallel.Invoke(() => counter++, () => counter++);
        if (counter != 2)
            throw new InvalidOperationException($"an update is lost:\n{counter} instead of 2");
    }

    [ExplorationTest]
    public static void Philosophers()
    {
        object left = new(), right = new();
        Parallel.Invoke(() => Eat(left, right), () => Eat(right, left));

        static void Eat(object first, object second)
        {
            lock (first)
            {
                lock (second)
                    Thread.Yield();
            }
        }
    }

    [ExplorationTest]
    public static async Task Awaiting() => await Task.Yield();

    [ExplorationTest]
    public static void FiveThreads()
    {
        int x = 0, y = 0, a = 0, b = 0, c = 0, d = 0;
        Parallel.Invoke(
            () => x = 1,
            () => y = 1,
            () => (a, b) = (x, y),
            () => (c, d) = (y, x));
        if ((a, b, c, d) == (1, 0, 1, 0))
            throw new InvalidOperationException("the readers disagree");
    }
}
