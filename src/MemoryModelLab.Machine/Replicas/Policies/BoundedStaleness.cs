namespace MemoryModelLab.Machine.Replicas.Policies;

/// <summary>
/// Log shipping that never lets a replica fall far behind, neither in versions nor in time.
/// <para><b>Guarantees</b> bounded staleness: a read returns one of the last k writes, because the primary takes write number p only once every replica has
/// acknowledged p-k+1; and what was current at most t before it, because each entry brings the primary's time, and a replica whose last entry is older asks
/// the primary how long the log is and waits until it is there (k-atomicity: Aiyer et al. 2005; Δ-atomicity: Golab et al. 2011).</para>
/// <para><b>Not</b> the session guarantees: within the bounds anything goes.</para>
/// <para><b>Costs</b> an acknowledgement an entry; writes wait for the slowest replica, reads after a quiet time for the primary.</para>
/// </summary>
/// <param name="versions">k, at least 2.</param>
/// <param name="microseconds">t, a few milliseconds at least.</param>
public sealed class BoundedStaleness(int versions = BoundedStaleness.DefaultVersions, int microseconds = BoundedStaleness.DefaultTime) : LogShipping
{
    /// <summary>k where none is given.</summary>
    public const int DefaultVersions = 2;

    /// <summary>t where none is given, in microseconds.</summary>
    public const int DefaultTime = 200_000;

    /// <summary>Whether a history is staler than the bounds where none are given.</summary>
    public static bool AreExceeded(int? versions, long? time) => versions > DefaultVersions || time > DefaultTime;

    /// <inheritdoc/>
    public override string Name => "bounded";

    /// <inheritdoc/>
    public override string Summary => "log shipping, at most k versions and t behind";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Promises { get; } = ["eventual", "prefix", "bounded-staleness"];

    /// <inheritdoc/>
    public override int FewestReplicas(int operations) => 3;

    /// <inheritdoc/>
    public override int OwnSize(Shape shape) => 2 + shape.Replicas; // applied, the primary's time then, acknowledged by each

    /// <inheritdoc/>
    public override bool IsReady(Site site, in Message message) => message.Kind switch
    {
        MessageKind.Write => site.Own[0] + 1 - Acknowledged(site) < versions,
        MessageKind.Reply => message.Stamp <= site.Own[0],
        _ => base.IsReady(site, message),
    };

    /// <inheritdoc/>
    public override void Receive(Site site, in Message message)
    {
        ref int time = ref site.Own[1];
        switch (message.Kind)
        {
            case MessageKind.Read when site.Number != 0 && site.Now - time >= microseconds / 1000:
                site.Send(message with { Kind = MessageKind.Query, To = 0 });
                break;
            case MessageKind.Query:
                site.Send(message with { Kind = MessageKind.Reply, To = message.From, Stamp = site.Own[0], Clock = Clock.Of(0, site.Now) });
                break;
            case MessageKind.Reply:
                time = Math.Max(time, message.Clock[0]);
                site.Answer(message, site.Value(message.Key));
                break;
            case MessageKind.Acknowledge:
                ref int acknowledged = ref site.Own[2 + message.From];
                acknowledged = Math.Max(acknowledged, message.Stamp);
                break;
            case MessageKind.Update:
                base.Receive(site, message);
                time = Math.Max(time, message.Clock[0]);
                site.Send(new Message(MessageKind.Acknowledge, 0, 0, Stamp: site.Own[0]));
                break;
            default:
                base.Receive(site, message);
                break;
        }
    }

    private static int Acknowledged(Site site)
    {
        int least = site.Own[0];
        for (int replica = 1; replica < site.Shape.Replicas; replica++) least = Math.Min(least, site.Own[2 + replica]);
        return least;
    }
}
