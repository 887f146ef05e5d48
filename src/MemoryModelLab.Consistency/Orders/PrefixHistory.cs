using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Consistency.Sessions;

namespace MemoryModelLab.Consistency.Orders;

/// <summary>
/// Consistent prefix as sequential consistency of another history: a client's writes are a session of their own, and so are its reads, for a prefix that is read need not hold the reader's
/// own writes. Where replicas are recorded, the reads of a client at each replica are a session, and reads of one replica that do not overlap are ordered besides. A compare-and-set
/// is a read and then a write; one that failed says nothing.
/// </summary>
internal sealed class PrefixHistory
{
    private readonly List<int> original = [];
    private readonly List<(int From, int To)> order = [];

    public PrefixHistory(Accesses accesses, bool byReplica)
    {
        History history = accesses.History;
        var parts = new List<Operation>();
        var sessions = new Dictionary<(int Client, int Replica), int>(); // replica -1: writes
        var names = new NameTable();
        for (int i = 0; i < history.Operations.Length; i++)
        {
            ref readonly Operation it = ref history.Operations[i];
            bool isExchange = it.Kind == OperationKind.CompareAndSet, reads = accesses.Source[i] != Accesses.None || it.ReturnsValue || (isExchange && it.Outcome == Outcome.Ok);
            if (reads) Add(i, it with { Kind = OperationKind.Read, Outcome = Outcome.Ok, Value = isExchange ? it.Expected : it.Value, Expected = 0 }, byReplica ? it.Replica : 0);
            if (reads && accesses.IsWrite(i)) order.Add((parts.Count - 1, parts.Count));
            if (accesses.IsWrite(i)) Add(i, it with { Kind = OperationKind.Write, Outcome = it.Outcome == Outcome.Info && !reads ? Outcome.Info : Outcome.Ok, Expected = 0 }, -1);
        }

        History = new History(history.Name, [.. parts], names, history.Keys, history.Replicas, history.Values, history.Initial);
        if (byReplica) OrderReplicas();

        void Add(int index, in Operation part, int replica)
        {
            if (!sessions.TryGetValue((part.Client, replica), out int session)) sessions.Add((part.Client, replica), session = names.AddAgain(history.Clients[part.Client]));
            parts.Add(part with { Client = session });
            original.Add(index);
        }
    }

    public History History { get; }

    /// <summary>What comes before what besides the sessions' orders.</summary>
    public IReadOnlyList<(int From, int To)> Order => order;

    /// <summary>The operation that an operation is, or is a part of.</summary>
    public int Original(int operation) => original[operation];

    /// <summary>Reads of one replica that do not overlap.</summary>
    private void OrderReplicas()
    {
        foreach (IGrouping<int, int> replica in Enumerable.Range(0, History.Operations.Length).Where(i => History.Operations[i].Kind == OperationKind.Read).GroupBy(i => History.Operations[i].Replica))
        {
            order.AddRange(IntervalOrder.Edges(History, [.. replica]));
        }
    }
}
