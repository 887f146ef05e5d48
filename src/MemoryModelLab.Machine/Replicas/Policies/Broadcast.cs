namespace MemoryModelLab.Machine.Replicas.Policies;

/// <summary>
/// Every replica takes writes and tells the others; a client stays with its replica, and nothing it does ever waits. What makes the difference is when a
/// replica applies what it hears, and what it does with two writes of one key.
/// </summary>
/// <param name="waitsForCauses">Whether an update waits until all that its replica knew when it made it is known here too (a vector clock; Birman,
/// Schiper and Stephenson, TOCS 1991), or only for the same replica's earlier updates.</param>
/// <param name="lastWriterWins">Whether the higher Lamport stamp wins everywhere, or what arrives last wins here.</param>
public abstract class Broadcast(bool waitsForCauses, bool lastWriterWins) : Policy
{
    /// <inheritdoc/>
    public override int FewestReplicas(int operations) => 3;

    /// <inheritdoc/>
    public override int OwnSize(Shape shape) => 1 + shape.Replicas; // the Lamport clock, and how many writes of each replica are applied

    /// <inheritdoc/>
    public override bool IsReady(Site site, in Message message)
    {
        if (message.Kind != MessageKind.Update) return true;
        Span<int> applied = site.Own[1..];
        if (message.Operation != applied[message.From] + 1) return message.Operation <= applied[message.From];
        for (int replica = 0; waitsForCauses && replica < applied.Length; replica++)
        {
            if (replica != message.From && message.Clock[replica] > applied[replica]) return false;
        }

        return true;
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
                site.Answer(message, site.Value(message.Key));
                break;
            case MessageKind.Write:
                int stamp = (++lamport * Clock.Size) + site.Number;
                int number = ++applied[site.Number];
                site.Put(message.Key, message.Value, stamp);
                Clock knows = waitsForCauses ? Clock.Of(applied) : default;
                site.Broadcast(new Message(MessageKind.Update, 0, 0, Operation: number, Key: message.Key, Value: message.Value, Stamp: stamp, Clock: knows));
                site.Answer(message, version: lastWriterWins ? stamp : -1);
                break;
            case MessageKind.Update when message.Operation == applied[message.From] + 1:
                applied[message.From]++;
                lamport = Math.Max(lamport, message.Stamp / Clock.Size);
                if (lastWriterWins) site.Absorb(message.Key, message.Value, message.Stamp);
                else site.Put(message.Key, message.Value, message.Stamp);
                break;
        }
    }
}
