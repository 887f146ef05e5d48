using MemoryModelLab.Exploration.Programs;

namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <summary>
/// The classic programs whose number of executions is known, written against <see cref="Cell{T}"/>. What C++ calls relaxed is plain,
/// acquire and release are volatile, and an Interlocked operation is one between two full fences.
/// </summary>
internal static partial class ReferencePrograms
{
    /// <summary>Makes a program by its name and its arguments, as the corpus writes them: <c>N=2 -DC=1</c>.</summary>
    public static ExplorationProgram Create(string name, string arguments = "")
    {
        var values = arguments.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.TrimStart('D').Split('='))
            .ToDictionary(pair => pair[0], pair => pair.Length > 1 ? int.Parse(pair[1]) : 1);
        int n = values.GetValueOrDefault("N", 2);
        return name switch
        {
            "fetchadd" => FetchAdd(n),
            "lostupdate" => LostUpdate(n),
            "casloop" => CasLoop(n),
            "readers" => Readers(n),
            "lastzero" => LastZero(n),
            "iriw" => Iriw(values.ContainsKey("FENCED")),
            "sbfence" => StoreBuffering(n, fenced: true),
            "sbplain" => StoreBuffering(n, fenced: false),
            "twowriters" => TwoWriters(n),
            "spinlock" => SpinLock(n),
            "ticketlock" => TicketLock(n),
            "peterson" => Peterson(),
            "seqlock" => SequenceLock(n, values.GetValueOrDefault("R", 1)),
            "spscring" => Ring(n),
            "mpmc" => BoundedQueue(n, values.GetValueOrDefault("C", 1)),
            "publish" => Publish(n, values.ContainsKey("BROKEN")),
            "treiber" => TreiberStack.Create(values.GetValueOrDefault("P", 2), values.GetValueOrDefault("C", 2)),
            "msq" => MichaelScottQueue.Create(values.GetValueOrDefault("P", 2), values.GetValueOrDefault("C", 1)),
            "mpbug" => MessagePassing(),
            _ => throw new ArgumentException($"no reference program is called {name}", nameof(name)),
        };
    }

    private static Cell<int>[] Cells(int count, params int[] initial) =>
        [.. Enumerable.Range(0, count).Select(i => new Cell<int>(i < initial.Length ? initial[i] : 0))];

    private static Action[] Threads(int count, Func<int, Action> thread) => [.. Enumerable.Range(0, count).Select(thread)];

    private static void Check(bool condition, string what)
    {
        if (!condition) throw new AssertionFailedException(what);
    }
}
