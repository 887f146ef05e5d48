namespace MemoryModelLab.Workloads.Demo;

/// <summary>How long each thread of the demonstration waits before it calls the store.</summary>
/// <param name="Updates">The two that update, <c>name</c> first.</param>
/// <param name="Reads">The two that read, <c>name</c> first.</param>
public sealed record DemoDelays(IReadOnlyList<TimeSpan> Updates, IReadOnlyList<TimeSpan> Reads)
{
    private const int Longest = 100;

    /// <summary>Updates after 100 ms, reads after 50 ms: every read comes before every update.</summary>
    public static DemoDelays Usual { get; } = new(Twice(100), Twice(50));

    /// <summary>Up to 100 ms each, drawn from a seed, so that either may come first.</summary>
    public static DemoDelays Random(int seed)
    {
        var random = new Random(seed);
        return new([Draw(), Draw()], [Draw(), Draw()]);

        TimeSpan Draw() => TimeSpan.FromMilliseconds(random.Next(Longest + 1));
    }

    private static TimeSpan[] Twice(int milliseconds) => [TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromMilliseconds(milliseconds)];
}
