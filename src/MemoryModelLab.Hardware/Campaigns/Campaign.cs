using System.Diagnostics;
using MemoryModelLab.Hardware.MachineCode;

namespace MemoryModelLab.Hardware.Campaigns;

/// <summary>
/// Runs tests in slices until a time budget is used up, and logs each. What it knows is what the log adds up to: a resumed campaign is in the state it
/// was in after the last whole line, whatever happened then.
/// </summary>
public sealed class Campaign : IDisposable
{
    private readonly IReadOnlyList<CampaignTest> tests;
    private readonly HardwareOptions options;
    private readonly TimeProvider time;
    private readonly TestTotals[] totals;
    private readonly string?[] refusals;
    private readonly IReadOnlyList<string>[] notes;
    private readonly Dictionary<string, int> indices;
    private readonly string run = Guid.NewGuid().ToString("N")[..16];
    private readonly ResultsLog? log;
    private long batch;

    /// <summary>Prepares a campaign, or resumes the one in <paramref name="path"/>.</summary>
    /// <param name="tests">The tests, each once.</param>
    /// <param name="options">The budget of the whole, the mode, and the first seed.</param>
    /// <param name="path">The results file; null to keep nothing.</param>
    /// <param name="host">This machine.</param>
    /// <param name="time">Says what time it is.</param>
    /// <exception cref="ResultsFileException">The file holds something else.</exception>
    public Campaign(IReadOnlyList<CampaignTest> tests, HardwareOptions options, string? path, Host host, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(tests);
        ArgumentNullException.ThrowIfNull(host);
        (this.tests, this.options, this.time, HostId) = (tests, options, time, host.Id());
        totals = [.. tests.Select(_ => new TestTotals())];
        refusals = new string?[tests.Count];
        notes = [.. tests.Select(_ => Array.Empty<string>())];
        indices = tests.Select((test, index) => (test, index)).ToDictionary(t => t.test.Identity.Hash, t => t.index, StringComparer.Ordinal);
        if (path is null) return;
        log = ResultsLog.Open(path, new ResultsHeader(ResultsHeader.CurrentSchema, host, [.. tests.Select(test => test.Identity)]) { Jit = options.Jit == JitMode.Tier1 ? null : options.Jit }, Count);
        batch = log.LastBatch;
    }

    /// <summary>The machine's short name.</summary>
    public string HostId { get; }

    /// <summary>The results file as it was found; null when there is none.</summary>
    public ResultsLog? Log => log;

    /// <summary>What each test has shown, in the tests' order.</summary>
    public IReadOnlyList<TestTotals> Totals => totals;

    /// <summary>What the last batch of each test said that a reader must know.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Notes => notes;

    /// <summary>Why a test cannot run, as a sentence; null for those that can.</summary>
    public IReadOnlyList<string?> Refusals => refusals;

    /// <summary>Why batches could not be kept any more, as a sentence, which ended the campaign; null while they can.</summary>
    public string? NotKept { get; private set; }

    /// <summary>The number of the last batch.</summary>
    public long Batches => batch;

    /// <summary>The time used up by the batches that are counted.</summary>
    public TimeSpan Spent => TimeSpan.FromTicks(totals.Sum(each => each.Spent.Ticks));

    /// <summary>Runs until the budget is used up, or <paramref name="cancellation"/>.</summary>
    /// <param name="progress">Told the test that is about to run.</param>
    /// <param name="cancellation">Ends the slice that runs, which is counted, and the campaign.</param>
    public void Run(Action<CampaignTest> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        TimeSpan slice = SliceSchedule.Slice(options.TimeBudget, tests.Count);
        while (!cancellation.IsCancellationRequested && NotKept is null && options.TimeBudget - Spent is var left && left > TimeSpan.Zero)
        {
            int next = SliceSchedule.Next([.. tests.Select((test, index) => Weighed(test, index))]);
            if (next < 0) return;
            progress(tests[next]);
            RunSlice(next, left < slice ? left : slice, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => log?.Dispose();

    private (double, TimeSpan)? Weighed(CampaignTest test, int index) =>
        totals[index].IsStuck || refusals[index] is not null ? null : (SliceSchedule.Weight(test.Hoped, totals[index]), totals[index].Spent);

    private void RunSlice(int index, TimeSpan slice, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        int seed = unchecked(options.Seed + (int)batch);
        HardwareResult result;
        try
        {
            result = tests[index].Run(options with { TimeBudget = slice, Seed = seed, Iterations = null }, cancellation);
        }
        catch (NotSupportedException e)
        {
            refusals[index] = e.Message;
            return;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return; // it was still being compiled
        }

        // A body that had not come back when Ctrl-C was pressed may yet do so in another run: nothing is kept of this slice.
        if (result.Status == HardwareStatus.Stuck && cancellation.IsCancellationRequested) return;

        OutcomeCount[] outcomes = [.. result.Outcomes.Take(TestTotals.MostOutcomes).Select(o => new OutcomeCount(tests[index].Print(o.Values), o.Values, o.Count))];
        var record = new BatchRecord
        {
            Run = run,
            Batch = batch + 1,
            Test = tests[index].Identity.Name,
            Hash = tests[index].Identity.Hash,
            Host = HostId,
            At = time.GetUtcNow(),
            Seed = seed,
            Mode = options.Mode,
            Parameters = result.Parameters,
            Status = result.Status,
            Iterations = result.Iterations,
            Milliseconds = result.Elapsed.TotalMilliseconds,
            Spent = clock.Elapsed.TotalMilliseconds,
            Outcomes = outcomes,
            Others = result.Iterations - outcomes.Sum(outcome => outcome.Count),
            Failure = result.Failure,
        };

        // First the log, then the count: what is counted here is in the file.
        try
        {
            log?.Append(record);
        }
        catch (ResultsFileException e)
        {
            NotKept = e.Message;
            return;
        }

        batch = record.Batch;
        Count(record);
        notes[index] = result.Notes;
    }

    private void Count(BatchRecord record) => totals[indices[record.Hash]].Add(record);
}
