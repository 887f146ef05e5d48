using MemoryModelLab.Cli.Reports;

namespace MemoryModelLab.Cli.Tests;

public sealed class RepetitionsTests
{
    [Theory]
    [InlineData(3.0, 3.0)]
    [InlineData(2.0, 5.0, 2.0, 1.0)]
    [InlineData(2.5, 4.0, 1.0, 3.0, 2.0)]
    public void The_median_is_in_the_middle(double median, params double[] values) => Assert.Equal(median, Repetitions.Median(values));
}
