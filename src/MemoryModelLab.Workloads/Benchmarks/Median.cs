namespace MemoryModelLab.Workloads.Benchmarks;

internal static class Median
{
    /// <summary>The middle of the values, or the mean of the two in the middle.</summary>
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
