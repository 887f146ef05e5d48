namespace MemoryModelLab.Machine.Replicas.Policies;

/// <summary>
/// Lock the item on all replicas, write, unlock. Reads ask one replica and wait while the item is locked there.
/// <para><b>Guarantees</b> linearizability: when the first replica shows the new value, all were locked, and those that do not show it yet answer nobody. Locks
/// are taken in the order of the sites, so no two writers wait for each other. The first site numbers the writes as it locks. The next write of an item gets
/// its number when all sites have locked for this one, so at every site the numbers of an item grow; they tell whose lock it is, and what has come twice. A write that has its number is done to its end, whether its client waits or has given up; one that a later write of its client overtakes on the way
/// to the first site is never done.</para>
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
    public override int FewestReplicas(int operations) => 3;

    /// <inheritdoc/>
    public override bool Roams => true;

    /// <inheritdoc/>
    // Of each key twice the number of the write that locked it last, one more while it does; of each client its last operation that locked here (at the first site), and its
    // present one with the replicas that applied it; the number of writes.
    public override int OwnSize(Shape shape) => shape.Keys + (2 * shape.Clients) + 1;

    /// <inheritdoc/>
    public override bool IsReady(Site site, in Message message) => message.Kind switch
    {
        MessageKind.Read => !IsLocked(site, message),
        MessageKind.Lock => !IsLocked(site, message) || IsOld(site, message),
        _ => true,
    };

    /// <inheritdoc/>
    public override bool Ignores(Site site, in Message message) => message.Kind switch
    {
        MessageKind.Lock => IsOld(site, message),
        MessageKind.Apply => locks && !IsHeldBy(site, message),
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
            case MessageKind.Lock when !IsOld(site, message):
                Lock(site, message);
                break;
            case MessageKind.Apply when !locks || IsHeldBy(site, message):
                site.Own[message.Key] &= ~1;
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
        if (site.Number == 0) Last(site, message) = message.Operation;
        int stamp = site.Number == 0 ? ++site.Own[^1] : message.Stamp;
        if (locks) site.Own[message.Key] = (2 * stamp) + 1;
        Message next = message with { To = site.Number + 1, Stamp = stamp };
        if (locks && next.To < site.Shape.Replicas) site.Send(next);
        else site.SendToAll(next with { Kind = MessageKind.Apply });
    }

    private static bool IsLocked(Site site, in Message message) => (site.Own[message.Key] & 1) != 0;

    private static bool IsHeldBy(Site site, in Message message) => site.Own[message.Key] == (2 * message.Stamp) + 1;

    /// <summary>Whether a lock was taken before, or is no longer wanted.</summary>
    private static bool IsOld(Site site, in Message message) =>
        site.Number == 0 ? message.Operation <= Last(site, message) : message.Stamp <= site.Own[message.Key] >> 1;

    private static ref int Last(Site site, in Message message) => ref site.Own[site.Shape.Keys + message.Client];

    private static ref int Applied(Site site, in Message message) => ref site.Own[site.Shape.Keys + site.Shape.Clients + message.Client];
}
