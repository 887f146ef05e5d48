namespace MemoryModelLab.Hardware.Campaigns;

/// <summary>What all batches of a test add up to. Its size is bounded, however long a campaign goes on.</summary>
public sealed class TestTotals
{
    /// <summary>So many different states are counted each by itself, the most frequent of each batch first; the others together.</summary>
    public const int MostOutcomes = 4096;

    // A share that is twice or half of what it was is news; below this count it may be chance.
    private const long FewestForShare = 50;

    private readonly Dictionary<string, OutcomeCount> outcomes = new(StringComparer.Ordinal);

    /// <summary>The batches.</summary>
    public int Batches { get; private set; }

    /// <summary>The batches since an outcome was first seen.</summary>
    public int BatchesWithoutNews { get; private set; }

    /// <summary>Whether the last batch showed an outcome twice as often, or half as often, as all before it.</summary>
    public bool IsUnsteady { get; private set; }

    /// <summary>The iterations.</summary>
    public long Iterations { get; private set; }

    /// <summary>The time the threads ran.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>The time the batches took, compilation and all.</summary>
    public TimeSpan Spent { get; private set; }

    /// <summary>Whether a thread did not come back: the test is not run again, for that thread is still there.</summary>
    public bool IsStuck { get; private set; }

    /// <summary>The parameters that the last batch found to yield most.</summary>
    public string? Parameters { get; private set; }

    /// <summary>What was seen.</summary>
    public IReadOnlyDictionary<string, OutcomeCount> Outcomes => outcomes;

    /// <summary>The iterations that ended in states that are not among <see cref="Outcomes"/>.</summary>
    public long Others { get; private set; }

    /// <summary>The iterations that ended with an exception, and the last of them.</summary>
    public HardwareFailure? Failure { get; private set; }

    /// <summary>Adds a batch.</summary>
    public void Add(BatchRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        IsUnsteady = record.Outcomes.Any(outcome => HasMoved(outcome, record.Iterations));
        int seen = outcomes.Count;
        foreach (OutcomeCount outcome in record.Outcomes) Add(outcome);
        BatchesWithoutNews = outcomes.Count > seen ? 0 : BatchesWithoutNews + 1;
        Batches++;
        Others += record.Others;
        Failure = HardwareFailure.Sum(Failure, record.Failure);
        Iterations += record.Iterations;
        Elapsed += TimeSpan.FromMilliseconds(record.Milliseconds);
        Spent += TimeSpan.FromMilliseconds(record.Spent);
        IsStuck |= record.Status == HardwareStatus.Stuck;
        Parameters = record.Parameters ?? Parameters;
    }

    private bool HasMoved(OutcomeCount now, long iterations)
    {
        if (!outcomes.TryGetValue(now.State, out OutcomeCount? before) || before.Count < FewestForShare || now.Count < FewestForShare) return false;
        double was = (double)before.Count / Iterations, isNow = (double)now.Count / iterations;
        return isNow > 2 * was || was > 2 * isNow;
    }

    private void Add(OutcomeCount outcome)
    {
        if (outcomes.TryGetValue(outcome.State, out OutcomeCount? before)) outcomes[outcome.State] = before with { Count = before.Count + outcome.Count };
        else if (outcomes.Count < MostOutcomes) outcomes.Add(outcome.State, outcome);
        else Others += outcome.Count;
    }
}
