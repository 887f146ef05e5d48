using System.Diagnostics;

namespace MemoryModelLab.Consistency;

/// <summary>What is left of the time a checker may take.</summary>
internal sealed class Budget(TimeSpan limit, CancellationToken cancellation)
{
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly TimeSpan limit = limit == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : limit;

    public Budget(CheckOptions options)
        : this(options.TimeLimit, options.Cancellation)
    {
    }

    public bool IsSpent => cancellation.IsCancellationRequested || Stopwatch.GetElapsedTime(start) >= limit;

    /// <summary>What ran out, for an inconclusive verdict.</summary>
    public string Reason => cancellation.IsCancellationRequested ? "the check was interrupted" : FormattableString.Invariant($"the time limit of {limit.TotalSeconds:0.###} s was reached");

    /// <summary>Another budget, so many times as large.</summary>
    public Budget Times(int factor) => new(limit > TimeSpan.MaxValue / factor ? TimeSpan.MaxValue : limit * factor, cancellation);

    /// <summary>A part of this budget, at most <paramref name="most"/>.</summary>
    public Budget Part(TimeSpan most)
    {
        TimeSpan left = limit - Stopwatch.GetElapsedTime(start);
        return new Budget(left < most ? left : most, cancellation);
    }
}
