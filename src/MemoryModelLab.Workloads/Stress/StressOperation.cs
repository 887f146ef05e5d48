using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Workloads.Stress;

/// <summary>One operation on one key: what was asked, what was answered, and when it was called and returned.</summary>
/// <param name="Kind">The operation.</param>
/// <param name="Argument">The value to write; for <see cref="StressKind.RemovePair"/> the value to compare with.</param>
/// <param name="Comparison">For <see cref="StressKind.Update"/> the value to compare with.</param>
/// <param name="Success">What the operation returned, where it returns a truth value.</param>
/// <param name="Result">The value it returned, where it returns one.</param>
/// <param name="Start">When it was called, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</param>
/// <param name="End">When it returned.</param>
internal readonly record struct StressOperation(
    StressKind Kind, long Argument, long Comparison, bool Success, long Result, long Start, long End)
{
    /// <summary>
    /// Says what the operation did to its key in terms of a register that holds <paramref name="absent"/> where there is no such key: its answer
    /// tells whether it wrote, compared and wrote, or only read. Each value that is passed to the store is passed once, so that one that comes
    /// back as the argument is the argument.
    /// </summary>
    public void AddTo(HistoryBuilder history, string client, string key, long absent)
    {
        (long expected, long written) = Kind switch
        {
            StressKind.Add => (absent, Argument),
            StressKind.Update => (Comparison, Argument),
            StressKind.Remove => (Result, absent),
            StressKind.RemovePair => (Argument, absent),
            StressKind.GetOrAdd => (absent, Argument),
            StressKind.Increment => (Result == Argument ? absent : Result - 1, Result),
            _ => (absent, absent),
        };
        switch (Kind)
        {
            case StressKind.Get:
            case StressKind.Remove when !Success:
            case StressKind.GetOrAdd when Result != Argument:
                history.Read(client, key, Success ? Result : absent, Start, End);
                break;
            case StressKind.Set:
                history.Write(client, key, Argument, Start, End);
                break;
            case StressKind.Clear:
                history.Write(client, key, absent, Start, End);
                break;
            default:
                history.CompareAndSet(client, key, expected, written, Success, Start, End);
                break;
        }
    }
}
