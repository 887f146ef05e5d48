using System.Globalization;
using MemoryModelLab.Cli.Reports;

namespace MemoryModelLab.Cli.Rendering;

/// <summary>The line that says how fast a test ran here, and how sure its answer is.</summary>
internal static class HardwareLines
{
    /// <summary>
    /// <c>Hardware SB 350 million iterations/s, 31 million/s as asked, the first after 0.4 ms; …</c>; of several runs the medians, with the least
    /// and the greatest.
    /// </summary>
    public static string Rates(string name, Observed run, bool asks)
    {
        if (run.Repetitions.Count > 1) return Medians(name, run, asks);
        string asked = run switch
        {
            _ when !asks => "",
            { UpperBound: { } bound } => string.Create(CultureInfo.InvariantCulture, $", none as asked: with 95 % confidence fewer than 1 in {1 / bound:N0}"),
            { First: { } first } => string.Create(CultureInfo.InvariantCulture, $", {Rate(run.PositiveRate)}/s as asked, the first after {first.TotalMilliseconds:0.0} ms"),
            _ => $", {Rate(run.PositiveRate)}/s as asked",
        };
        string parameters = run.Parameters is null ? "" : $"; best: {run.Parameters}";
        return $"Hardware {name} {Rate(run.Rate)} iterations/s{asked}{parameters}; seed {run.Seed.ToString(CultureInfo.InvariantCulture)}";
    }

    private static string Medians(string name, Observed run, bool asks)
    {
        double[] firsts = [.. run.Repetitions.Where(one => one.First is not null).Select(one => one.First!.Value.TotalMilliseconds)];
        string first = firsts.Length == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $", the first after {Repetitions.Median(firsts):0.0} ms{(firsts.Length < run.Repetitions.Count ? $" in {firsts.Length} of them" : $" ({firsts.Min():0.0} to {firsts.Max():0.0})")}");
        string asked = !asks ? "" : run.UpperBound is { } bound
            ? string.Create(CultureInfo.InvariantCulture, $", none as asked: with 95 % confidence fewer than 1 in {1 / bound:N0}")
            : $", {Spread(run.Repetitions.Select(one => one.PositiveRate), "/s as asked")}{first}";
        string parameters = run.Parameters is null ? "" : $"; best: {run.Parameters}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Hardware {name} medians of {run.Repetitions.Count} runs: {Spread(run.Repetitions.Select(one => one.Rate), " iterations/s")}{asked}{parameters}; seeds {run.Seed} to {run.Seed + run.Repetitions.Count - 1}");
    }

    private static string Spread(IEnumerable<double> rates, string unit) => $"{Rate(Repetitions.Median(rates))}{unit} ({Rate(rates.Min())} to {Rate(rates.Max())})";

    private static string Rate(double rate) => rate >= 1e6
        ? (rate / 1e6).ToString("N1", CultureInfo.InvariantCulture) + " million"
        : rate.ToString("N0", CultureInfo.InvariantCulture);
}
