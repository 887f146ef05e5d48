using System.Globalization;
using MemoryModelLab.Exploration.Tests.Corpus;

namespace MemoryModelLab.Exploration.Benchmarks;

/// <summary>
/// Each classic program under each model: executions, the median time of five, and how many times faster that is than what was recorded of GenMC, where the
/// recorded numbers are there.
/// </summary>
internal static class ProgramTable
{
    private const int Rounds = 5;

    private static readonly (string Program, string Arguments)[] Programs =
    [
        ("fetchadd", "N=8"), ("lostupdate", "N=5"), ("casloop", "N=4"), ("readers", "N=16"), ("lastzero", "N=14"), ("sbplain", "N=14"), ("sbfence", "N=14"),
        ("twowriters", "N=4"), ("spinlock", "N=4"), ("ticketlock", "N=4"), ("seqlock", "N=2 -DR=2"), ("spscring", "N=6"), ("mpmc", "N=3 -DC=2"),
        ("treiber", "P=3 -DC=2"), ("msq", "P=2 -DC=2"),
    ];

    private static readonly MemoryModelKind[] Models = [MemoryModelKind.Sequential, MemoryModelKind.TotalStoreOrder, MemoryModelKind.RC11];

    /// <summary>Prints it.</summary>
    public static void Print()
    {
        CorpusRow[] rows = ExplorationCorpus.CountsFile is null
            ? [.. Programs.SelectMany(program => Models.Select(model => new CorpusRow(program.Program, program.Arguments, model, -1, false, double.NaN)))]
            : [.. ExplorationCorpus.Rows];
        Line("program", "arguments", "model", "executions", "seconds", "a second", "GenMC", "times");
        List<double> ratios = [];
        double total = 0;
        foreach (CorpusRow row in rows)
        {
            ExplorationResult[] rounds = [.. Enumerable.Range(0, Rounds).Select(_ => Reference.Explore(row.Program, row.Arguments, new ExplorationOptions { Symmetry = false, Model = row.Model }))];
            ExplorationResult result = rounds.OrderBy(round => round.Elapsed).ElementAt(Rounds / 2);
            bool isRight = row.Complete < 0 || (row.Fails ? result.Failed > 0 : result.Complete == row.Complete);
            double seconds = result.Elapsed.TotalSeconds;
            total += seconds;
            ratios.Add(row.Seconds / seconds);
            Line(
                row.Program, row.Arguments, row.Model.ToString(), Number("N0", result.Complete) + (isRight ? "" : " wrong"), Number("0.000", seconds),
                Number("N0", (result.Complete + result.Blocked + result.Failed) / seconds), Number("0.00", row.Seconds), Number("0.0", row.Seconds / seconds));
        }

        Console.WriteLine(Text($"{rows.Length} rows, {total:0.00} s in all"));
        if (ExplorationCorpus.CountsFile is null) return;
        Console.WriteLine(Text($"GenMC {rows.Sum(row => row.Seconds):0.00} s in all; {ratios.Count(ratio => ratio >= 3)} of {rows.Length} rows at least 3 times faster, median {ratios.Order().ElementAt(rows.Length / 2):0.0} times"));
        CorpusRow[] large = [.. rows.Where(row => row.Seconds >= Large)];
        Console.WriteLine(Text($"of the {large.Length} rows that take GenMC {Large} s or longer, {large.Count(row => ratios[Array.IndexOf(rows, row)] >= 3)} are"));
    }

    /// <summary>From here on GenMC's time is not mostly that of starting.</summary>
    private const double Large = 0.1;

    private static void Line(params string[] cells) =>
        Console.WriteLine($"{cells[0],-12}{cells[1],-12}{cells[2],-17}{cells[3],12}{cells[4],10}{cells[5],12}{cells[6],8}{cells[7],8}");

    private static string Number(string format, double value) => double.IsNaN(value) ? "" : value.ToString(format, CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
