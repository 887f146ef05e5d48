namespace MemoryModelLab.Cli.Inputs;

/// <summary>The values of <c>--time-limit</c>: seconds, above 0 and no more than somebody waits for.</summary>
internal static class TimeLimit
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>As a span of time.</summary>
    /// <exception cref="UsageException">It is none that can be kept.</exception>
    public static TimeSpan Of(double seconds) => seconds > 0 && seconds <= Longest.TotalSeconds
        ? TimeSpan.FromSeconds(seconds)
        : throw new UsageException(FormattableString.Invariant($"--time-limit {seconds}: expected a number of seconds above 0, and at most {Longest.TotalSeconds} (30 days)"));
}
