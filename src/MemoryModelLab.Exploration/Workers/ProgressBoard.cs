using System.Diagnostics;

namespace MemoryModelLab.Exploration.Workers;

/// <summary>Where workers note how far they are, and from where it is told.</summary>
/// <param name="to">Who is told.</param>
/// <param name="elapsed">The time since the exploration began.</param>
internal sealed class ProgressBoard(IProgress<ExplorationProgress> to, Func<TimeSpan> elapsed)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock guard = new();
    private readonly Dictionary<ExplorationWorker, (long Executions, double Left)> noted = [];
    private long told = Stopwatch.GetTimestamp();

    /// <summary>Notes what a worker has done and what it has left; tells it, unless that was done a moment ago.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="left">What it has left, of all there is.</param>
    /// <param name="waiting">What no worker has.</param>
    public void Note(ExplorationWorker worker, double left, double waiting)
    {
        lock (guard)
        {
            noted[worker] = (worker.Tally.All, left);
            if (Stopwatch.GetElapsedTime(told) < Pause) return;
            told = Stopwatch.GetTimestamp();
            double done = 1 - waiting - noted.Values.Sum(one => one.Left);
            to.Report(new ExplorationProgress(noted.Values.Sum(one => one.Executions), Math.Clamp(done, 0, 1), elapsed()));
        }
    }
}
