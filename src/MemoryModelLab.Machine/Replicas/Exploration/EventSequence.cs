namespace MemoryModelLab.Machine.Replicas.Exploration;

/// <summary>
/// The invocations and responses of a small run, a byte each. Neighbours that <see cref="HistoryDetail"/> does not tell apart stand in the order of their
/// keys or clients.
/// </summary>
/// <param name="Events">The events, the first in the lowest byte: whether a response, the client, the value read, the replica.</param>
/// <param name="Keys">The key of each event, two bits each.</param>
/// <param name="Count">How many there are.</param>
public readonly record struct EventSequence(UInt128 Events, ulong Keys, int Count)
{
    private const int Response = 0x80;

    /// <summary>The sequence with an invocation at the end.</summary>
    public EventSequence Invoke(int client, int key, HistoryDetail detail) => Insert(client << 5, key, detail);

    /// <summary>The sequence with a response at the end.</summary>
    public EventSequence Respond(int client, int key, HistoryDetail detail, int value, int replica) =>
        Insert(Response | client << 5 | value << 2 | (detail is HistoryDetail.RealTime or HistoryDetail.All ? replica : 0), key, detail);

    /// <summary>An event.</summary>
    public (bool IsResponse, int Client, int Value, int Replica) this[int index]
    {
        get
        {
            int it = At(index);
            return ((it & Response) != 0, Client(it), it >> 2 & 7, it & 3);
        }
    }

    private static int Client(int of) => of >> 5 & 3;

    private int At(int index) => (int)(Events >> (8 * index)) & 0xFF;

    private EventSequence Insert(int added, int key, HistoryDetail detail)
    {
        int at = Count;
        while (at > 0 && ComesAfter(At(at - 1), (int)(Keys >> (2 * (at - 1))) & 3, added, key, detail)) at--;
        UInt128 low = Events & ((UInt128.One << (8 * at)) - 1);
        UInt128 high = at == Count ? 0 : Events >> (8 * at) << (8 * (at + 1));
        ulong lowKeys = Keys & ((1UL << (2 * at)) - 1), highKeys = at == Count ? 0 : Keys >> (2 * at) << (2 * (at + 1));
        return new EventSequence(high | ((UInt128)(uint)added << (8 * at)) | low, highKeys | ((ulong)key << (2 * at)) | lowKeys, Count + 1);
    }

    /// <summary>Whether an event stands after one that is added behind it.</summary>
    private static bool ComesAfter(int before, int keyBefore, int added, int key, HistoryDetail detail)
    {
        bool isLater = Client(before) > Client(added), isAlike = (before & Response) == (added & Response);
        return detail switch
        {
            HistoryDetail.Values => isLater,
            HistoryDetail.RealTime => isAlike && isLater,
            HistoryDetail.RealTimeByKey => keyBefore > key || (keyBefore == key && isAlike && isLater),
            HistoryDetail.Invocations => keyBefore > key || (keyBefore == key && isAlike && (added & Response) != 0 && isLater),
            _ => false,
        };
    }
}
