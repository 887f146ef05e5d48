using System.Globalization;
using MemoryModelLab.Exploration;

namespace MemoryModelLab.Cli.Explorations;

/// <summary>A line on standard error that says how far an exploration is; nothing when standard error is not a terminal.</summary>
internal sealed class ProgressLine : IProgress<ExplorationProgress>, IDisposable
{
    private const double FewestTelling = 1e-12;

    /// <summary>Whether anybody sees it.</summary>
    public bool IsLive { get; } = !Console.IsErrorRedirected;

    /// <inheritdoc/>
    public void Report(ExplorationProgress value) => Console.Error.Write($"\r\u001b[K{Text(value)}\r");

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        if (IsLive) Console.Error.Write("\r\u001b[K");
    }

    /// <summary>The line: <c>120,000 executions in 3 s, 34 % of about 350,000</c>.</summary>
    public static string Text(ExplorationProgress progress)
    {
        string done = progress.Done < FewestTelling
            ? "it cannot be said of how many"
            : string.Create(CultureInfo.InvariantCulture, $"{100 * progress.Done:0.##} % of about {Rounded(progress.Expected)}");
        return string.Create(CultureInfo.InvariantCulture, $"{progress.Executions:N0} executions in {progress.Elapsed.TotalSeconds:0} s, {done}");
    }

    /// <summary>A number to two digits.</summary>
    public static string Rounded(double number)
    {
        if (number >= 1e12) return number.ToString("0.0e+0", CultureInfo.InvariantCulture);
        double unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, number))) - 1));
        return (Math.Round(number / unit) * unit).ToString("N0", CultureInfo.InvariantCulture);
    }
}
