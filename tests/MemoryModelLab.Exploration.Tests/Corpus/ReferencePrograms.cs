namespace MemoryModelLab.Exploration.Tests.Corpus;

/// <summary>
/// The classic programs whose number of executions is known, in plain C#: what C++ calls relaxed is plain, acquire and release are
/// <see cref="Volatile"/>, and an <see cref="Interlocked"/> operation is one between two full fences.
/// </summary>
public static partial class ReferencePrograms
{
    /// <summary>Makes a program by its name and its arguments, as the corpus writes them: <c>N=2 -DC=1</c>.</summary>
    public static Action Create(string name, string arguments = "")
    {
        int n = Value("N", 2);
        int p = Value("P", 2);
        int r = Value("R", 1);
        int c = Value("C", name == "treiber" ? 2 : 1);
        return name switch
        {
            "fetchadd" => () => FetchAdd(n),
            "lostupdate" => () => LostUpdate(n),
            "casloop" => () => CompareExchangeLoop(n),
            "readers" => () => Readers(n),
            "lastzero" => () => LastZero(n),
            "iriw" when Has("FENCED") => () => IndependentReads(fenced: true),
            "iriw" => () => IndependentReads(fenced: false),
            "sbfence" => () => StoreBuffering(n, fenced: true),
            "sbplain" => () => StoreBuffering(n, fenced: false),
            "twowriters" => () => TwoWriters(n),
            "spinlock" => () => SpinLock(n),
            "ticketlock" => () => TicketLock(n),
            "peterson" => Peterson,
            "seqlock" => () => SequenceLock(n, r),
            "spscring" => () => Ring(n),
            "mpmc" => () => BoundedQueue(n, c),
            "publish" when Has("BROKEN") => () => Publish(n, broken: true),
            "publish" => () => Publish(n, broken: false),
            "treiber" => () => TreiberStack(p, c),
            "msq" => () => MichaelScottQueue(p, c),
            "mpbug" => MessagePassing,
            _ => throw new ArgumentException($"no reference program is called {name}", nameof(name)),
        };

        IEnumerable<string[]> Words() => arguments.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries).Select(word => word.TrimStart('D').Split('='));
        bool Has(string word) => Words().Any(pair => pair[0] == word);
        int Value(string word, int otherwise) => Words().Where(pair => pair[0] == word).Select(pair => int.Parse(pair[1])).DefaultIfEmpty(otherwise).First();
    }

    /// <summary>Starts threads that do the same, and waits for them.</summary>
    private static void Run(int count, ThreadStart body)
    {
        var threads = new Thread[count];
        for (int i = 0; i < count; i++) (threads[i] = new Thread(body)).Start();
        foreach (var thread in threads) thread.Join();
    }

    /// <summary>Starts threads that are told which they are, and waits for them.</summary>
    private static void Run(int count, Action<int> body)
    {
        var threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            int me = i;
            (threads[i] = new Thread(() => body(me))).Start();
        }

        foreach (var thread in threads) thread.Join();
    }

    private static void Check(bool holds, string what)
    {
        if (!holds) throw new InvalidOperationException(what);
    }
}
