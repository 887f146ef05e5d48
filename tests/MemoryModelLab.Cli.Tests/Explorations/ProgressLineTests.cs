using MemoryModelLab.Cli.Explorations;
using MemoryModelLab.Exploration;

namespace MemoryModelLab.Cli.Tests.Explorations;

public class ProgressLineTests
{
    [Theory]
    [InlineData(120_000, 0.34, 3.4, "120,000 executions in 3 s, 34 % of about 350,000")]
    [InlineData(64, 1, 0.1, "64 executions in 0 s, 100 % of about 64")]
    [InlineData(1_000, 1e-10, 1, "1,000 executions in 1 s, 0 % of about 1.0e+13")]
    [InlineData(1_000, 0, 1, "1,000 executions in 1 s, it cannot be said of how many")]
    public void The_line_says_how_many_of_how_many(long executions, double done, double seconds, string line) =>
        Assert.Equal(line, ProgressLine.Text(new ExplorationProgress(executions, done, TimeSpan.FromSeconds(seconds))));

    [Theory]
    [InlineData(7, "7")]
    [InlineData(0.4, "0")]
    [InlineData(1_234, "1,200")]
    [InlineData(98_765, "99,000")]
    public void Two_digits_are_said(double number, string text) => Assert.Equal(text, ProgressLine.Rounded(number));
}
