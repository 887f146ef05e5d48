using System.Numerics;

namespace MemoryModelLab.Machine.Replicas.Policies;

/// <summary>
/// The register of Attiya, Bar-Noy and Dolev (JACM 1995), for many writers (Lynch and Shvartsman 1997): ask a quorum for the newest version, then store at a
/// quorum: a writer its value with a newer version, a reader what it is about to return.
/// <para><b>Guarantees</b> linearizability: any two quorums have a replica in common, so whoever asks after a version was stored hears of it; the reader's
/// second phase makes sure that what it returns is stored.</para>
/// <para><b>Costs</b> two rounds to a majority for every operation. Every majority answers, whatever happens to the others.</para>
/// </summary>
/// <param name="readQuorum">How many are asked; 0 for a majority.</param>
/// <param name="writeQuorum">How many must store; 0 for a majority.</param>
/// <param name="writesBack">Whether readers store what they return.</param>
/// <param name="name">The name.</param>
public sealed class Quorum(int readQuorum = 0, int writeQuorum = 0, bool writesBack = true, string name = "quorum") : Policy
{
    private const int Operation = 0, Phase = 1, Heard = 2, Stamp = 3, Value = 4, IsWrite = 5, SlotSize = 6;
    private const int Idle = 0, Asking = 1, Storing = 2;
    private const int MostClients = 64;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Summary => writesBack && readQuorum == 0 ? "majorities, with write-back: the ABD register" : writesBack ? "quorums that need not meet" : "majorities, but readers do not write back";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Promises { get; } = ["eventual", "linearizable"];

    /// <inheritdoc/>
    public override int FewestReplicas(int operations) => 3;

    /// <inheritdoc/>
    public override bool ReplicasAreAlike => true;

    /// <inheritdoc/>
    public override int OwnSize(Shape shape) => SlotSize * shape.Clients;

    /// <inheritdoc/>
    public override bool Ignores(Site site, in Message message) => message.Kind switch
    {
        MessageKind.Reply => !Expects(site, message, Asking),
        MessageKind.Stored => !Expects(site, message, Storing),
        _ => false,
    };

    /// <inheritdoc/>
    public override bool IsMoot(Site sender, Site receiver, in Message message) => message.Kind switch
    {
        MessageKind.Query => !Expects(sender, message, Asking),
        MessageKind.Store => !Expects(sender, message, Storing) && message.Stamp <= receiver.Stamp(message.Key),
        _ => false,
    };

    /// <inheritdoc/>
    public override void Receive(Site site, in Message message)
    {
        Span<int> slot = message.Client < 0 ? default : site.Own.Slice(SlotSize * message.Client, SlotSize);
        switch (message.Kind)
        {
            case MessageKind.Read or MessageKind.Write:
                bool isWrite = message.Kind == MessageKind.Write;
                ((ReadOnlySpan<int>)[message.Operation, Asking, 1 << site.Number, site.Stamp(message.Key), isWrite ? message.Value : site.Value(message.Key), isWrite ? 1 : 0]).CopyTo(slot);
                site.Broadcast(message with { Kind = MessageKind.Query });
                Advance(site, slot, message);
                break;
            case MessageKind.Query:
                site.Send(message with { Kind = MessageKind.Reply, To = message.From, Value = site.Value(message.Key), Stamp = site.Stamp(message.Key) });
                break;
            case MessageKind.Reply when Expects(site, message, Asking):
                slot[Heard] |= 1 << message.From;
                if (message.Stamp > slot[Stamp])
                {
                    slot[Stamp] = message.Stamp;
                    if (slot[IsWrite] == 0) slot[Value] = message.Value;
                }

                Advance(site, slot, message);
                break;
            case MessageKind.Store:
                site.Absorb(message.Key, message.Value, message.Stamp);
                site.Send(message with { Kind = MessageKind.Stored, To = message.From });
                break;
            case MessageKind.Stored when Expects(site, message, Storing):
                slot[Heard] |= 1 << message.From;
                Advance(site, slot, message);
                break;
        }
    }

    private static bool Expects(Site site, in Message message, int phase)
    {
        ReadOnlySpan<int> slot = site.Own.Slice(SlotSize * message.Client, SlotSize);
        return slot[Operation] == message.Operation && slot[Phase] == phase;
    }

    private void Advance(Site site, Span<int> slot, in Message about)
    {
        int majority = (site.Shape.Replicas / 2) + 1;
        if (slot[Phase] == Asking && BitOperations.PopCount((uint)slot[Heard]) >= (readQuorum == 0 ? majority : readQuorum))
        {
            if (slot[IsWrite] == 0 && !writesBack)
            {
                Finish(site, slot, about);
                return;
            }

            if (slot[IsWrite] == 1) slot[Stamp] = (((slot[Stamp] / MostClients) + 1) * MostClients) + about.Client;
            (slot[Phase], slot[Heard]) = (Storing, 1 << site.Number);
            site.Absorb(about.Key, slot[Value], slot[Stamp]);
            site.Broadcast(about with { Kind = MessageKind.Store, Value = slot[Value], Stamp = slot[Stamp] });
        }

        if (slot[Phase] == Storing && BitOperations.PopCount((uint)slot[Heard]) >= (writeQuorum == 0 ? majority : writeQuorum)) Finish(site, slot, about);
    }

    private static void Finish(Site site, Span<int> slot, in Message about)
    {
        slot[Phase] = Idle;
        site.Answer(about, slot[Value], version: slot[IsWrite] == 1 ? slot[Stamp] : -1);
    }
}
