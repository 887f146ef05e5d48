using System.Globalization;
using MemoryModelLab.Cli.Reports;

namespace MemoryModelLab.Cli.Rendering;

/// <summary>The line that says how fast a test ran here, and how sure its answer is.</summary>
internal static class HardwareLines
{
    /// <summary><c>Hardware SB 350 million iterations/s, 31 million/s as asked, the first after 0.4 ms; …</c></summary>
    public static string Rates(string name, Observed run)
    {
        string asked = run switch
        {
            { UpperBound: { } bound } => string.Create(CultureInfo.InvariantCulture, $"none as asked: with 95 % confidence fewer than 1 in {1 / bound:N0}"),
            { First: { } first } => string.Create(CultureInfo.InvariantCulture, $"{Rate(run.PositiveRate)}/s as asked, the first after {first.TotalMilliseconds:0.0} ms"),
            _ => $"{Rate(run.PositiveRate)}/s as asked",
        };
        string parameters = run.Parameters is null ? "" : $"; best: {run.Parameters}";
        return $"Hardware {name} {Rate(run.Rate)} iterations/s, {asked}{parameters}; seed {run.Seed.ToString(CultureInfo.InvariantCulture)}";
    }

    private static string Rate(double rate) => rate >= 1e6
        ? (rate / 1e6).ToString("N1", CultureInfo.InvariantCulture) + " million"
        : rate.ToString("N0", CultureInfo.InvariantCulture);
}
