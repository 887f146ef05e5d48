namespace MemoryModelLab.Machine.Replicas.Policies;

/// <summary>
/// A global clock: a request is stamped when it is invoked, and a replica executes it only when everything stamped earlier has arrived.
/// <para><b>Guarantees</b> strict consistency: every replica executes all writes in the order of their invocations, and a read among them where it was invoked.
/// </para>
/// <para><b>Real</b> systems have no such clock. With a clock of known error and a bound on delays one waits them out (Lamport 1984, "Using time instead of
/// timeout"; commit wait of Spanner, OSDI 2012): here for two of the longest delays, and no longer than until all is there.</para>
/// <para><b>Costs</b> that wait, for reads and writes alike; a lost bound stops everything.</para>
/// </summary>
public sealed class GlobalClock : Policy
{
    /// <inheritdoc/>
    public override string Name => "clock";

    /// <inheritdoc/>
    public override string Summary => "a global clock; what was invoked earlier is executed earlier";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Promises { get; } = ["eventual", "strict"];

    /// <inheritdoc/>
    public override bool Roams => true;

    /// <inheritdoc/>
    public override bool NeedsClock => true;

    /// <inheritdoc/>
    public override bool IsReady(Site site, in Message message) => message.Kind == MessageKind.Write || site.IsSettled(message.Stamp);

    /// <inheritdoc/>
    public override void Receive(Site site, in Message message)
    {
        switch (message.Kind)
        {
            case MessageKind.Read:
                site.Answer(message, site.Value(message.Key));
                break;
            case MessageKind.Write:
                site.SendToAll(message with { Kind = MessageKind.Store, Clock = Clock.Of(0, site.Number) });
                break;
            case MessageKind.Store:
                site.Absorb(message.Key, message.Value, message.Stamp);
                if (message.Clock[0] == site.Number) site.Answer(message, version: message.Stamp);
                break;
        }
    }
}
