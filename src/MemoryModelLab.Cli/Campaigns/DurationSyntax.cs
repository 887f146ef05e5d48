using System.Globalization;

namespace MemoryModelLab.Cli.Campaigns;

/// <summary>Durations as people write them: <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>2d</c>.</summary>
internal static class DurationSyntax
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);
    private static readonly Dictionary<char, TimeSpan> Units = new()
    {
        ['s'] = TimeSpan.FromSeconds(1),
        ['m'] = TimeSpan.FromMinutes(1),
        ['h'] = TimeSpan.FromHours(1),
        ['d'] = TimeSpan.FromDays(1),
    };

    /// <summary>The duration <paramref name="text"/> says; null when it says none that is positive and at most a year.</summary>
    public static TimeSpan? Parse(string text)
    {
        TimeSpan sum = TimeSpan.Zero;
        int start = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (char.IsAsciiDigit(text[at]) || text[at] == '.') continue;
            bool isNumber = double.TryParse(text.AsSpan(start, at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
            if (!isNumber || !Units.TryGetValue(text[at], out TimeSpan unit) || number > Longest / unit) return null;
            sum += number * unit;
            start = at + 1;
        }

        return start == text.Length && sum > TimeSpan.Zero && sum <= Longest ? sum : null;
    }

    /// <summary>A duration in minutes and seconds: <c>2:05</c>, <c>1:02:05</c>.</summary>
    public static string Print(TimeSpan duration) =>
        duration.TotalHours < 1 ? duration.ToString(@"m\:ss", CultureInfo.InvariantCulture) : FormattableString.Invariant($"{(long)duration.TotalHours}:{duration:mm\\:ss}");
}
