namespace MemoryModelLab.Machine.Replicas.Policies;

/// <summary>What a session token asks for (Terry et al., PDIS 1994).</summary>
[Flags]
public enum Guarantees
{
    /// <summary>Nothing: the token is empty.</summary>
    None = 0,

    /// <summary>A read waits for the session's writes.</summary>
    ReadYourWrites = 1,

    /// <summary>A read waits for what the session's reads saw.</summary>
    MonotonicReads = 2,

    /// <summary>A write waits, everywhere, for the session's writes.</summary>
    MonotonicWrites = 4,

    /// <summary>A write waits, everywhere, for what the session's reads saw.</summary>
    WritesFollowReads = 8,

    /// <summary>All four.</summary>
    All = 15,
}

/// <summary>
/// Every replica takes writes and tells the others, each replica's writes in their order; the last writer wins by Lamport stamp. Clients roam and carry a
/// token, two vectors: the session's own writes, and what the replicas it read from knew. A request waits at a replica that knows less than the token.
/// <para><b>Guarantees</b> each of the four session guarantees for whom the token is kept, and with all four causal convergence (Terry et al. 1994; that the four
/// together under one order of the writes are causal convergence shows in this lab's checkers). Monotonic writes and writes follow reads bind other readers
/// too: so the write takes its token along, and a replica holds it back until it knows as much.</para>
/// <para><b>Not</b>, each alone, the others. A token of one guarantee costs no more than needed.</para>
/// <para><b>Costs</b> two vectors a client, and waiting where a client goes to a replica that lags. Cut off from the replica that knows, a session stops.</para>
/// </summary>
/// <param name="name">The name.</param>
/// <param name="guarantees">What tokens are kept for.</param>
/// <param name="promises">What that makes of it.</param>
public sealed class SessionTokens(string name, Guarantees guarantees, params string[] promises) : Policy
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Summary => guarantees switch
    {
        Guarantees.All => "roaming sessions with tokens for all four guarantees",
        Guarantees.None => "roaming sessions without tokens",
        _ => $"roaming sessions with a token for {name} alone",
    };

    /// <inheritdoc/>
    public override IReadOnlyList<string> Promises { get; } = ["eventual", .. promises];

    /// <inheritdoc/>
    // With two, what a write waits for is always there already; with three and many operations there are too many ways to roam.
    public override int FewestReplicas(int operations) => operations <= 5 ? 3 : 2;

    /// <inheritdoc/>
    public override bool Roams => true;

    /// <inheritdoc/>
    public override int OwnSize(Shape shape) => 1 + shape.Replicas; // the Lamport clock, and how many writes of each replica are applied

    /// <inheritdoc/>
    public override int TokenSize(Shape shape) => 2 * shape.Replicas;

    /// <inheritdoc/>
    public override bool IsReady(Site site, in Message message)
    {
        Span<int> applied = site.Own[1..];
        return message.Kind == MessageKind.Update
            ? message.Operation <= applied[message.From] || (message.Operation == applied[message.From] + 1 && message.Clock.IsWithin(applied))
            : message.Clock.IsWithin(applied);
    }

    /// <inheritdoc/>
    public override bool Ignores(Site site, in Message message) => message.Kind == MessageKind.Update && message.Operation <= site.Own[1 + message.From];

    /// <inheritdoc/>
    public override void Receive(Site site, in Message message)
    {
        ref int lamport = ref site.Own[0];
        Span<int> applied = site.Own[1..];
        switch (message.Kind)
        {
            case MessageKind.Read:
                site.Answer(message, site.Value(message.Key), Clock.Of(applied));
                break;
            case MessageKind.Write:
                int stamp = (++lamport * Clock.Size) + site.Number;
                int number = ++applied[site.Number];
                site.Put(message.Key, message.Value, stamp);
                site.Broadcast(new Message(MessageKind.Update, 0, 0, Operation: number, Key: message.Key, Value: message.Value, Stamp: stamp, Clock: message.Clock));
                site.Answer(message, token: Clock.Of(site.Number, number), version: stamp);
                break;
            case MessageKind.Update when message.Operation == applied[message.From] + 1:
                applied[message.From]++;
                lamport = Math.Max(lamport, message.Stamp / Clock.Size);
                site.Absorb(message.Key, message.Value, message.Stamp);
                break;
        }
    }

    /// <inheritdoc/>
    public override Clock Token(ReadOnlySpan<int> client, MessageKind request)
    {
        (Guarantees ofWrites, Guarantees ofReads) = request == MessageKind.Read
            ? (Guarantees.ReadYourWrites, Guarantees.MonotonicReads)
            : (Guarantees.MonotonicWrites, Guarantees.WritesFollowReads);
        ReadOnlySpan<int> writes = client[..(client.Length / 2)], reads = client[(client.Length / 2)..];
        Clock token = default;
        if (guarantees.HasFlag(ofWrites)) Clock.Of(writes).RaiseTo(token);
        if (guarantees.HasFlag(ofReads)) Clock.Of(reads).RaiseTo(token);
        return token;
    }

    /// <inheritdoc/>
    public override void Answered(Span<int> client, MessageKind request, in Clock token) =>
        token.RaiseTo(request == MessageKind.Write ? client[..(client.Length / 2)] : client[(client.Length / 2)..]);
}
