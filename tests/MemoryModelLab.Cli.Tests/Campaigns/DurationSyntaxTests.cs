using MemoryModelLab.Cli.Campaigns;

namespace MemoryModelLab.Cli.Tests.Campaigns;

/// <summary>Durations are read as people write them.</summary>
public sealed class DurationSyntaxTests
{
    [Theory]
    [InlineData("90s", 90, "1:30")]
    [InlineData("10m", 600, "10:00")]
    [InlineData("1h30m", 5400, "1:30:00")]
    [InlineData("2d", 172800, "48:00:00")]
    [InlineData("0.5s", 0.5, "0:00")]
    public void Reads_and_prints(string text, double seconds, string printed)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), DurationSyntax.Parse(text));
        Assert.Equal(printed, DurationSyntax.Print(TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("0s")]
    [InlineData("5x")]
    [InlineData("1h30")]
    [InlineData("366d")]
    [InlineData("99999999999999999999999h")]
    public void Refuses_what_is_no_duration(string text) => Assert.Null(DurationSyntax.Parse(text));
}
