namespace MemoryModelLab.Machine.Replicas.Policies;

/// <summary>
/// One map behind one lock; a write sleeps 100 ms and a read 50 ms before taking it, as in the textbook program that is often shown as "eventual
/// consistency".
/// <para><b>Guarantees</b> linearizability: there is a single copy, and each operation takes effect while it holds the lock, between its invocation and its
/// response (Herlihy and Wing 1990, section 3.3). Nothing is ever stale, so nothing becomes consistent <i>eventually</i>.</para>
/// <para><b>Not</b> strict: of two operations that sleep, the one invoked later may take the lock first.</para>
/// <para><b>Costs</b> the sleep, the way to the one server, and all availability when the server cannot be reached.</para>
/// </summary>
public sealed class MutexMap : Policy
{
    private const int WriteSleep = 100_000;
    private const int ReadSleep = 50_000;

    /// <inheritdoc/>
    public override string Name => "mutex";

    /// <inheritdoc/>
    public override string Summary => "one map behind one lock, with sleeps before it";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Promises { get; } = ["eventual", "linearizable"];

    /// <inheritdoc/>
    public override int Serving(int replicas) => 1;

    /// <inheritdoc/>
    public override int OwnSize(Shape shape) => 1; // the number of writes

    /// <inheritdoc/>
    public override int Pause(MessageKind request) => request == MessageKind.Write ? WriteSleep : ReadSleep;

    /// <inheritdoc/>
    public override void Receive(Site site, in Message message)
    {
        if (message.Kind == MessageKind.Read)
        {
            site.Answer(message, site.Value(message.Key));
            return;
        }

        site.Put(message.Key, message.Value, ++site.Own[0]);
        site.Answer(message, version: site.Own[0]);
    }
}
