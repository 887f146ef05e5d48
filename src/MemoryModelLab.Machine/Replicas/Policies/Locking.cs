namespace MemoryModelLab.Machine.Replicas.Policies;

/// <summary>
/// Lock the item on all replicas, write, unlock. Reads ask one replica and wait while the item is locked there.
/// <para><b>Guarantees</b> linearizability: when the first replica shows the new value, all were locked, and those that do not show it yet answer nobody. Locks
/// are taken in the order of the sites, so no two writers wait for each other.</para>
/// <para><b>Not</b> strict: what was invoked earlier may take its locks later.</para>
/// <para><b>Costs</b> for a write a message along all replicas, one to all and one back; a replica out of reach stops every write, and every read of an item it
/// left locked.</para>
/// </summary>
/// <param name="locks">Whether items are locked before they are written. Without that it is broken: the new value, then the old one.</param>
public sealed class Locking(bool locks = true) : Policy
{
    /// <inheritdoc/>
    public override string Name => locks ? "locking" : "broken-locking";

    /// <inheritdoc/>
    public override string Summary => locks ? "lock the item on all replicas, write, unlock" : "write to all replicas without locks";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Promises { get; } = ["eventual", "linearizable"];

    /// <inheritdoc/>
    public override bool Roams => true;

    /// <inheritdoc/>
    // Of each key who holds it (client + 1); of each client its last operation that locked here, and its present one with the replicas that applied it; the number of writes.
    public override int OwnSize(Shape shape) => shape.Keys + (2 * shape.Clients) + 1;

    /// <inheritdoc/>
    public override bool IsReady(Site site, in Message message) => message.Kind switch
    {
        MessageKind.Read => site.Own[message.Key] == 0,
        MessageKind.Lock => site.Own[message.Key] == 0 || message.Operation <= Last(site, message),
        _ => true,
    };

    /// <inheritdoc/>
    public override bool Ignores(Site site, in Message message) => message.Kind switch
    {
        MessageKind.Lock => message.Operation <= Last(site, message),
        MessageKind.Apply => locks && message.Operation <= Last(site, message) && site.Own[message.Key] != message.Client + 1,
        _ => false,
    };

    /// <inheritdoc/>
    public override void Receive(Site site, in Message message)
    {
        switch (message.Kind)
        {
            case MessageKind.Read:
                site.Answer(message, site.Value(message.Key));
                break;
            case MessageKind.Write:
                Applied(site, message) = message.Operation << Clock.Size;
                site.Send(message with { Kind = MessageKind.Lock, To = 0, Clock = Clock.Of(0, site.Number) });
                break;
            case MessageKind.Lock when message.Operation > Last(site, message):
                Lock(site, message);
                break;
            case MessageKind.Apply when !locks || (site.Own[message.Key] == message.Client + 1 && message.Operation == Last(site, message)):
                site.Own[message.Key] = 0;
                site.Absorb(message.Key, message.Value, message.Stamp);
                site.Send(message with { Kind = MessageKind.Stored, To = message.Clock[0] });
                break;
            case MessageKind.Stored when Applied(site, message) >> Clock.Size == message.Operation:
                ref int applied = ref Applied(site, message);
                applied |= 1 << message.From;
                if ((applied & ((1 << Clock.Size) - 1)) == (1 << site.Shape.Replicas) - 1) site.Answer(message, version: message.Stamp);
                break;
        }
    }

    private void Lock(Site site, in Message message)
    {
        Last(site, message) = message.Operation;
        if (locks) site.Own[message.Key] = message.Client + 1;
        int stamp = site.Number == 0 ? ++site.Own[^1] : message.Stamp;
        Message next = message with { To = site.Number + 1, Stamp = stamp };
        if (locks && next.To < site.Shape.Replicas) site.Send(next);
        else site.SendToAll(next with { Kind = MessageKind.Apply });
    }

    private static ref int Last(Site site, in Message message) => ref site.Own[site.Shape.Keys + message.Client];

    private static ref int Applied(Site site, in Message message) => ref site.Own[site.Shape.Keys + site.Shape.Clients + message.Client];
}
