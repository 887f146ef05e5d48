namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// Numbers the threads that threads start, by who starts them and how many it has started before. The numbers decide which thread goes on
/// first, so all workers of an exploration have them from here.
/// </summary>
internal sealed class ChildThreads
{
    private readonly Lock guard = new();
    private readonly Dictionary<(int Parent, int Ordinal), int> numbers = [];

    /// <summary>The number of a thread.</summary>
    public int NumberOf(int parent, int ordinal)
    {
        lock (guard)
        {
            if (!numbers.TryGetValue((parent, ordinal), out int number)) numbers.Add((parent, ordinal), number = numbers.Count);
            return number;
        }
    }
}
