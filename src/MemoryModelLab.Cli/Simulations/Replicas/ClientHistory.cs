using System.Globalization;
using MemoryModelLab.Consistency.Histories;
using MemoryModelLab.Machine.Replicas;

namespace MemoryModelLab.Cli.Simulations.Replicas;

/// <summary>What a simulated system's clients saw, as a history that can be judged. The simulation knows no models, and the checkers no simulation.</summary>
internal static class ClientHistory
{
    /// <summary>The name of a key.</summary>
    public static string Key(int key) => key < 3 ? "xyz"[key].ToString() : $"k{key.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The name of a replica.</summary>
    public static string Replica(int replica) => $"R{(replica + 1).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The name of a session: a client, and behind a quote the number of times it began anew.</summary>
    public static string Session(int session, int clients) => $"C{((session % clients) + 1).ToString(CultureInfo.InvariantCulture)}{new string('\'', session / clients)}";

    /// <summary>The name of an operation's session.</summary>
    public static string SessionOf(in RecordedOperation operation, int clients) =>
        operation.IsFinal ? $"final {Replica(operation.Replica)}" : Session(operation.Session, clients);

    /// <summary>The history.</summary>
    public static History Of(string name, IEnumerable<RecordedOperation> operations, int clients)
    {
        var history = new HistoryBuilder { Name = name };
        foreach (RecordedOperation o in operations)
        {
            string session = SessionOf(o, clients);
            if (o.IsWrite) history.Write(session, Key(o.Key), o.Value, o.Invocation, o.Response, null, o.Version);
            else if (o.Response != RecordedOperation.Never) history.Read(session, Key(o.Key), o.Value, o.Invocation, o.Response, o.Replica < 0 ? null : Replica(o.Replica), o.IsFinal);
        }

        return history.Build();
    }
}
