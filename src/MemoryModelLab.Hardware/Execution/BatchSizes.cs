using System.Diagnostics;

namespace MemoryModelLab.Hardware.Execution;

/// <summary>
/// How many iterations a batch may have: one at first, and more as long as batches are short, so that bodies of milliseconds run too, a few at a time.
/// </summary>
internal sealed class BatchSizes
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(50);

    private int limit = 1;
    private long begun;

    /// <summary>The size of the next batch, of <paramref name="wanted"/> at most. Called when the one before has ended.</summary>
    public int Next(int wanted)
    {
        if (begun != 0) Adapt(Stopwatch.GetElapsedTime(begun));
        begun = Stopwatch.GetTimestamp();
        return Math.Min(limit, wanted);
    }

    // Each time by one step: a batch may have been long because somebody else had the processor.
    private void Adapt(TimeSpan took)
    {
        if (took < Short && limit < 1 << 20) limit *= 4;
        else if (took > Long && limit > 1) limit /= 4;
    }
}
