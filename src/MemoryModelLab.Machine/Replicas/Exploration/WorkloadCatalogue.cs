namespace MemoryModelLab.Machine.Replicas.Exploration;

/// <summary>The workloads that tell the models apart.</summary>
public static class WorkloadCatalogue
{
    private const int Keys = 2;

    /// <summary>Shapes of five and more operations; the shorter ones are among <see cref="UpTo"/>.</summary>
    public static IReadOnlyList<Workload> Shapes { get; } =
    [
        Workload.Parse("WRC: a write, who answers it, who sees the answer", "wx | rx wy | ry rx"),
        Workload.Parse("MP with a reader that looks again", "wx wy | ry rx ry"),
        Workload.Parse("two writers who look at both keys", "wx rx ry | wy ry rx"),
        Workload.Parse("two writers of one key who look twice", "wx rx rx | wx rx rx"),
        Workload.Parse("IRIW: two writers, two readers", "wx | wy | rx ry | ry rx"),
        Workload.Parse("a write that wins by its stamp, and what came with the one that loses", "wy wx wy | wx wx ry ry rx"),
    ];

    /// <summary>
    /// Every workload of up to so many operations of up to three clients on two keys in which each key is both written and read, up to the names of clients
    /// and keys; the fewest operations first.
    /// </summary>
    public static IEnumerable<Workload> UpTo(int operations)
    {
        for (int count = 2; count <= operations; count++)
        {
            var seen = new HashSet<string>();
            foreach (WorkloadOperation[][] clients in Clients(count, Workload.MostClients - 1))
            {
                if (IsTelling(clients) && seen.Add(Canonical(clients))) yield return Named(clients);
            }
        }
    }

    private static Workload Named(WorkloadOperation[][] clients) => new(new Workload("", clients).ToString(), clients);

    /// <summary>Every way to give so many operations to clients, the longest first.</summary>
    private static IEnumerable<WorkloadOperation[][]> Clients(int count, int most)
    {
        foreach (int[] lengths in Partitions(count, count, most))
        {
            int combinations = 1 << (2 * count); // two bits an operation
            for (int bits = 0; bits < combinations; bits++)
            {
                int at = 0;
                yield return [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => Operation((bits >> (2 * at++)) & 3)).ToArray())];
            }
        }
    }

    private static WorkloadOperation Operation(int bits) => new((bits & 1) == 1, bits >> 1);

    private static IEnumerable<int[]> Partitions(int count, int largest, int parts)
    {
        if (count == 0) yield return [];
        if (count == 0 || parts == 0) yield break;
        for (int first = Math.Min(count, largest); first >= 1; first--)
        {
            foreach (int[] rest in Partitions(count - first, first, parts - 1)) yield return [first, .. rest];
        }
    }

    private static bool IsTelling(WorkloadOperation[][] clients)
    {
        for (int key = 0; key < Keys; key++)
        {
            bool isWritten = false, isRead = false;
            foreach (WorkloadOperation operation in clients.SelectMany(c => c).Where(o => o.Key == key)) _ = operation.IsWrite ? isWritten = true : isRead = true;
            if (isWritten != isRead || (key == 0 && !isRead)) return false;
        }

        return true;
    }

    /// <summary>One text for all workloads that differ in names only.</summary>
    private static string Canonical(WorkloadOperation[][] clients) => string.CompareOrdinal(Text(clients, 0), Text(clients, 1)) <= 0 ? Text(clients, 0) : Text(clients, 1);

    private static string Text(WorkloadOperation[][] clients, int swap) =>
        string.Join('|', clients.Select(c => string.Concat(c.Select(o => (char)('a' + (o.IsWrite ? 2 : 0) + (o.Key ^ swap))))).Order(StringComparer.Ordinal));
}
