namespace MemoryModelLab.Machine.Replicas.Policies;

/// <summary>
/// The primary writes a log and ships it; a replica applies entry after entry, however late. Reads go anywhere.
/// <para><b>Guarantees</b> consistent prefix (Terry, CACM 2013): a replica's state is always the log up to some position, and that position only grows.</para>
/// <para><b>Not</b> the session guarantees: another replica may be further behind than the one the client used before.</para>
/// <para><b>Costs</b> what the asynchronous primary does, and entries that wait for those before them.</para>
/// </summary>
public class LogShipping : Policy
{
    /// <inheritdoc/>
    public override string Name => "prefix";

    /// <inheritdoc/>
    public override string Summary => "a primary ships its log, applied in order";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Promises { get; } = ["eventual", "prefix"];

    /// <inheritdoc/>
    public override bool Roams => true;

    /// <inheritdoc/>
    public override int WritesAt => 0;

    /// <inheritdoc/>
    public override int OwnSize(Shape shape) => 1; // how much of the log is applied

    /// <inheritdoc/>
    public override bool IsReady(Site site, in Message message) => message.Kind != MessageKind.Update || message.Stamp <= site.Own[0] + 1;

    /// <inheritdoc/>
    public override bool Ignores(Site site, in Message message) => message.Kind == MessageKind.Update && message.Stamp <= site.Own[0];

    /// <inheritdoc/>
    public override void Receive(Site site, in Message message)
    {
        switch (message.Kind)
        {
            case MessageKind.Read:
                site.Answer(message, site.Value(message.Key));
                break;
            case MessageKind.Write:
                int position = ++site.Own[0];
                site.Put(message.Key, message.Value, position);
                site.Broadcast(new Message(MessageKind.Update, 0, 0, Key: message.Key, Value: message.Value, Stamp: position, Clock: Clock.Of(0, site.Now)));
                site.Answer(message, version: position);
                break;
            case MessageKind.Update when message.Stamp == site.Own[0] + 1:
                site.Put(message.Key, message.Value, message.Stamp);
                site.Own[0] = message.Stamp;
                break;
        }
    }
}
