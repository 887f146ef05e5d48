using System.Diagnostics;
using MemoryModelLab.Cli.Campaigns;
using MemoryModelLab.Workloads;
using MemoryModelLab.Workloads.Stress;

namespace MemoryModelLab.Cli.Stores;

/// <summary>Stores that take turns under stress until the time is over, so that each has had its share whenever it ends.</summary>
internal static class StressRun
{
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromMinutes(1);

    /// <summary>What was found, store by store; a store that is wrong has no more turns.</summary>
    public static IReadOnlyList<StressReport> Run(IReadOnlyList<StoreKind> kinds, StressKeys? keys, TimeSpan time, int seed, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan turn = time / kinds.Count < LongestTurn ? time / kinds.Count : LongestTurn, nextLine = BetweenLines;
        StressReport[] reports = [.. kinds.Select(kind => new StressReport(kind.Name, 0, 0, 0, TimeSpan.Zero, seed, null))];
        while (reports.Any(report => report.Violation is null) && !cancellation.IsCancellationRequested)
        {
            for (int i = 0; i < kinds.Count && !cancellation.IsCancellationRequested; i++)
            {
                TimeSpan left = time - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero && reports[i].Stores > 0) return reports;
                if (reports[i].Violation is not null) continue;
                TimeSpan share = reports[i].Stores > 0 && left < turn ? left : turn;
                reports[i] = reports[i].With(StoreStress.Run(kinds[i], share, unchecked(seed + reports[i].Stores), keys, cancellation));
                if (Stopwatch.GetElapsedTime(start) < nextLine) continue;
                nextLine += BetweenLines;
                Console.Error.WriteLine($"mml: {DurationSyntax.Print(Stopwatch.GetElapsedTime(start))} of {DurationSyntax.Print(time)}, {reports.Sum(r => r.Operations):N0} operations, {reports.Count(r => r.Violation is not null)} violations");
            }
        }

        return reports;
    }
}
