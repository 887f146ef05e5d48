namespace MemoryModelLab.Machine.Replicas.Policies;

/// <summary>
/// All writes go to a primary, which answers at once and tells the other replicas later, each update on its own; reads go anywhere.
/// <para><b>Guarantees</b> eventual consistency: the primary numbers its writes and a replica keeps the highest number it has seen of a key, so when all
/// updates have arrived all replicas hold the primary's values (Vogels, CACM 2009).</para>
/// <para><b>Not</b> more: updates overtake each other, so a replica may show the later of two writes without the earlier; and a client that moves to another
/// replica may lose sight of what it wrote or read.</para>
/// <para><b>Costs</b> one message a replica and write. Reads need one replica, writes the primary only.</para>
/// </summary>
public sealed class AsynchronousPrimary : Policy
{
    /// <inheritdoc/>
    public override string Name => "eventual";

    /// <inheritdoc/>
    public override string Summary => "a primary tells asynchronous replicas, in any order";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Promises { get; } = ["eventual"];

    /// <inheritdoc/>
    public override bool Roams => true;

    /// <inheritdoc/>
    public override int WritesAt => 0;

    /// <inheritdoc/>
    public override int OwnSize(Shape shape) => 1; // at the primary, the number of writes

    /// <inheritdoc/>
    public override bool Ignores(Site site, in Message message) => message.Kind == MessageKind.Update && message.Stamp <= site.Stamp(message.Key);

    /// <inheritdoc/>
    public override void Receive(Site site, in Message message)
    {
        switch (message.Kind)
        {
            case MessageKind.Read:
                site.Answer(message, site.Value(message.Key));
                break;
            case MessageKind.Write:
                int version = ++site.Own[0];
                site.Put(message.Key, message.Value, version);
                site.Broadcast(new Message(MessageKind.Update, 0, 0, Key: message.Key, Value: message.Value, Stamp: version));
                site.Answer(message, version: version);
                break;
            default:
                site.Absorb(message.Key, message.Value, message.Stamp);
                break;
        }
    }
}
