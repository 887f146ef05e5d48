namespace MemoryModelLab.Machine.Replicas.Policies;

/// <summary>
/// A strongly consistent metadata cache, as Amazon S3 described its own in 2021 (Vogels, "Diving deep on S3 consistency"): a storage holds the items, cache
/// nodes hold copies that updates reach late, and a witness, asked on every read, knows each item's newest version but not its value.
/// <para><b>Guarantees</b> linearizability. The storage tells the witness of a version <i>before</i> it shows it; so when somebody has seen a version, whoever
/// asks the witness afterwards hears of it. A cache older than that fetches from the storage, which waits until it shows at least that version.</para>
/// <para><b>Not</b> strict: two writes take effect in the order in which they reach the storage.</para>
/// <para><b>Costs</b> for a read a question to the witness, and the storage only when the copy is stale; for a write the storage, the witness and back.</para>
/// </summary>
/// <param name="tellsFirst">Whether the witness hears of a version before anybody sees it. Without that it is broken: new value, then old one.</param>
public sealed class WitnessCache(bool tellsFirst = true) : Policy
{
    /// <inheritdoc/>
    public override string Name => tellsFirst ? "witness" : "broken-witness";

    /// <inheritdoc/>
    public override string Summary => tellsFirst ? "late caches before a storage, and a witness asked on every read" : "the witness hears of a version after it can be seen";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Promises { get; } = ["eventual", "linearizable"];

    /// <inheritdoc/>
    public override bool Roams => true;

    /// <inheritdoc/>
    public override int OtherSites => 2; // the storage, the witness

    /// <inheritdoc/>
    public override int OwnSize(Shape shape) => 1 + shape.Clients; // at the storage: the number of writes, each client's last one

    /// <inheritdoc/>
    public override bool IsReady(Site site, in Message message) => message.Kind != MessageKind.Fetch || message.Stamp <= site.Stamp(message.Key);

    /// <inheritdoc/>
    public override bool Ignores(Site site, in Message message) => message.Kind switch
    {
        MessageKind.Update => message.Clock[0] != site.Number && message.Stamp <= site.Stamp(message.Key),
        MessageKind.Store => message.Operation <= site.Own[1 + message.Client],
        _ => false,
    };

    /// <inheritdoc/>
    public override void Receive(Site site, in Message message)
    {
        int storage = site.Shape.Replicas, witness = storage + 1;
        switch (message.Kind)
        {
            case MessageKind.Read:
                site.Send(message with { Kind = MessageKind.Query, To = witness });
                break;
            case MessageKind.Query:
                site.Send(message with { Kind = MessageKind.Reply, To = message.From, Stamp = site.Stamp(message.Key) });
                break;
            case MessageKind.Reply when message.Stamp > site.Stamp(message.Key):
                site.Send(message with { Kind = MessageKind.Fetch, To = storage });
                break;
            case MessageKind.Fetch:
                site.Send(message with { Kind = MessageKind.Fetched, To = message.From, Value = site.Value(message.Key), Stamp = site.Stamp(message.Key) });
                break;
            case MessageKind.Reply or MessageKind.Fetched:
                if (message.Kind == MessageKind.Fetched) site.Absorb(message.Key, message.Value, message.Stamp);
                site.Answer(message, site.Value(message.Key));
                break;
            case MessageKind.Write:
                site.Send(message with { Kind = MessageKind.Store, To = storage });
                break;
            case MessageKind.Store when message.Operation > site.Own[1 + message.Client]:
                site.Own[1 + message.Client] = message.Operation;
                Message version = message with { Kind = MessageKind.Notify, To = witness, Stamp = ++site.Own[0], Clock = Clock.Of(0, message.From) };
                site.Send(version);
                if (!tellsFirst) Show(site, version);
                break;
            case MessageKind.Notify:
                site.Absorb(message.Key, 0, message.Stamp);
                if (tellsFirst) site.Send(message with { Kind = MessageKind.Noted, To = storage });
                break;
            case MessageKind.Noted:
                Show(site, message);
                break;
            case MessageKind.Update:
                site.Absorb(message.Key, message.Value, message.Stamp);
                if (message.Clock[0] == site.Number) site.Answer(message, version: message.Stamp);
                break;
        }
    }

    private static void Show(Site storage, in Message write)
    {
        storage.Absorb(write.Key, write.Value, write.Stamp);
        storage.SendToAll(write with { Kind = MessageKind.Update });
    }
}
