using System.Diagnostics;
using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Ladder;
using MemoryModelLab.Consistency.Objects;
using MemoryModelLab.Consistency.Staleness;

namespace MemoryModelLab.Cli.Verify;

/// <summary>What became of one history.</summary>
/// <param name="File">Its file.</param>
internal sealed record HistoryReport(string File)
{
    /// <summary>Why it could not be read.</summary>
    public string? Error { get; init; }

    public RecordedHistory? History { get; init; }

    /// <summary>What reading it took.</summary>
    public TimeSpan ReadTime { get; init; }

    /// <summary>What making contradictions small took, after they were found.</summary>
    public TimeSpan ShrinkTime { get; init; }

    /// <summary>What all verdicts took.</summary>
    public TimeSpan DecideTime => TimeSpan.FromTicks(Verdicts.Sum(v => v.Time.Ticks));

    public IReadOnlyList<(ConsistencyModel Model, Verdict Verdict, TimeSpan Time)> Verdicts { get; init; } = [];

    /// <summary>How stale reads are; null where that was not asked, or where values were written twice.</summary>
    public StalenessBounds? Staleness { get; init; }

    /// <summary>How stale each read was; null where <see cref="Staleness"/> is.</summary>
    public ReadStaleness? ReadStaleness { get; init; }

    /// <summary>Reads a history and asks the models.</summary>
    public static HistoryReport Of(string file, IReadOnlyList<ConsistencyModel> models, CheckOptions options)
    {
        try
        {
            long begin = Stopwatch.GetTimestamp();
            RecordedHistory history = HistoryFiles.Read(file);
            TimeSpan readTime = Stopwatch.GetElapsedTime(begin);
            var verdicts = new List<(ConsistencyModel, Verdict, TimeSpan)>();
            if (history.Objects is { } objects)
            {
                foreach (ConsistencyModel model in models.Where(m => models.Count < ConsistencyModel.All.Count || m.Name == "linearizable"))
                {
                    long start = Stopwatch.GetTimestamp();
                    Verdict verdict = model.Name == "linearizable"
                        ? LinearizableObject.Check(objects, options)
                        : new Verdict(model.Name, Judgement.Inconclusive, "none") { Reason = $"of a {objects.Type.Name} only linearizable is judged" };
                    verdicts.Add((model, verdict, Stopwatch.GetElapsedTime(start)));
                }

                return new HistoryReport(file) { History = history, ReadTime = readTime, Verdicts = verdicts };
            }

            var judge = new Judge(history.Registers!, options);
            foreach (ConsistencyModel model in models)
            {
                long start = Stopwatch.GetTimestamp();
                TimeSpan shrunk = judge.ShrinkTime;
                Verdict verdict = judge.Of(model);
                verdicts.Add((model, verdict, Stopwatch.GetElapsedTime(start) - (judge.ShrinkTime - shrunk)));
            }

            bool asksStaleness = models.Any(m => m.Name == "bounded-staleness");
            return new HistoryReport(file) { History = history, ReadTime = readTime, ShrinkTime = judge.ShrinkTime, Verdicts = verdicts, Staleness = asksStaleness ? judge.Staleness : null, ReadStaleness = asksStaleness ? judge.ReadStaleness : null };
        }
        catch (HistoryException e)
        {
            return new HistoryReport(file) { Error = e.Message };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new HistoryReport(file) { Error = $"{file}: {e.Message}" };
        }
    }
}
