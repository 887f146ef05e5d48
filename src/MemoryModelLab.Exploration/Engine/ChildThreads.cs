namespace MemoryModelLab.Exploration.Engine;

/// <summary>
/// Numbers the threads that threads start, by who starts them and how many it has started before. The numbers decide which thread goes on
/// first, so all workers of an exploration have them from here.
/// </summary>
internal sealed class ChildThreads
{
    private readonly Lock guard = new();
    private readonly Dictionary<(int Parent, int Ordinal), int> numbers = [];
    private readonly List<(int Parent, int Ordinal)> all = [];

    /// <summary>Those that are known already, in the order of their numbers.</summary>
    public ChildThreads(IEnumerable<(int Parent, int Ordinal)> known)
    {
        foreach (var (parent, ordinal) in known) NumberOf(parent, ordinal);
    }

    /// <summary>Who started the threads, in the order of their numbers.</summary>
    public IReadOnlyList<(int Parent, int Ordinal)> All
    {
        get
        {
            lock (guard) return [.. all];
        }
    }

    /// <summary>The number of a thread.</summary>
    public int NumberOf(int parent, int ordinal)
    {
        lock (guard)
        {
            if (numbers.TryGetValue((parent, ordinal), out int number)) return number;
            all.Add((parent, ordinal));
            numbers.Add((parent, ordinal), all.Count - 1);
            return all.Count - 1;
        }
    }
}
