namespace MemoryModelLab.Machine.Replicas.Policies;

/// <summary>
/// One total order of the writes, given by a sequencer; reads are local (Attiya and Welch, "Sequential consistency versus linearizability", TOCS 1994, fast
/// reads).
/// <para><b>Guarantees</b> sequential consistency: every replica applies the same writes in the same order, and a writer waits until its own replica has
/// applied its write; put each read where its replica stood, and the whole is one order with every client's in it.</para>
/// <para><b>Not</b> linearizability: a replica may be behind what another has shown.</para>
/// <para><b>Costs</b> for a write the way to the sequencer and back; for a read nothing. Cut off from the sequencer, one can only read.</para>
/// </summary>
/// <param name="waitsForOwn">Whether a write is answered when its replica has applied it. Without that it is broken: a client may not see what it wrote.</param>
public sealed class TotalOrder(bool waitsForOwn = true) : Policy
{
    /// <inheritdoc/>
    public override string Name => waitsForOwn ? "sequential" : "broken-sequential";

    /// <inheritdoc/>
    public override string Summary => waitsForOwn ? "a sequencer orders all writes; reads are local" : "sequential, but a write is answered before its own replica has it";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Promises { get; } = ["eventual", "sequential"];

    /// <inheritdoc/>
    public override int OwnSize(Shape shape) => 1 + shape.Clients; // how many writes are applied; at the sequencer, each client's last operation

    /// <inheritdoc/>
    public override bool IsReady(Site site, in Message message) => message.Kind != MessageKind.Update || message.Stamp <= site.Own[0] + 1;

    /// <inheritdoc/>
    public override bool Ignores(Site site, in Message message) => message.Kind switch
    {
        MessageKind.Update => message.Stamp <= site.Own[0],
        MessageKind.Store => message.Operation <= site.Own[1 + message.Client],
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
                if (!waitsForOwn) site.Answer(message);
                if (site.Number == 0) Order(site, message with { From = 0 });
                else site.Send(message with { Kind = MessageKind.Store, To = 0 });
                break;
            case MessageKind.Store when message.Operation > site.Own[1 + message.Client]:
                Order(site, message);
                break;
            case MessageKind.Update when message.Stamp == site.Own[0] + 1:
                site.Own[0]++;
                site.Put(message.Key, message.Value, message.Stamp);
                if (message.Clock[0] == site.Number) site.Answer(message, version: message.Stamp);
                break;
        }
    }

    private static void Order(Site site, in Message write)
    {
        site.Own[1 + write.Client] = write.Operation;
        int position = ++site.Own[0];
        site.Put(write.Key, write.Value, position);
        site.Broadcast(write with { Kind = MessageKind.Update, Stamp = position, Clock = Clock.Of(0, write.From) });
        if (write.From == site.Number) site.Answer(write, version: position);
    }
}
