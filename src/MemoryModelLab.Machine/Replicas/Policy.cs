namespace MemoryModelLab.Machine.Replicas;

/// <summary>
/// How replicas of a key-value memory keep each other informed. A policy is a set of guarded handlers: a message waits at its receiver until
/// <see cref="IsReady"/>, then <see cref="Receive"/> changes the receiver's memory, sends messages and answers clients. All state is in the sites' memories
/// and the clients' tokens, rows of numbers, so one policy runs in simulated time and under exhaustive exploration.
/// <para>Handlers must bear a message of another site twice; clients' requests come once.</para>
/// </summary>
public abstract class Policy
{
    /// <summary>The name, as on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in a few words.</summary>
    public abstract string Summary { get; }

    /// <summary>The strongest models every history satisfies; those they imply are satisfied too, and no others.</summary>
    public abstract IReadOnlyList<string> Promises { get; }

    /// <summary>Whether a client's operation may go to any replica, rather than always to the client's own.</summary>
    public virtual bool Roams => false;

    /// <summary>Whether replicas differ in nothing: exploration then lets each client stay with another one, instead of any clients with any replicas.</summary>
    public virtual bool ReplicasAreAlike => false;

    /// <summary>The replica that all writes go to; -1 when they go where reads do.</summary>
    public virtual int WritesAt => -1;

    /// <summary>Whether requests carry the reading of a global clock.</summary>
    public virtual bool NeedsClock => false;

    /// <summary>How many replicas show what the policy does wrong: exploration uses so many for a workload of so many operations.</summary>
    public virtual int FewestReplicas(int operations) => 2;

    /// <summary>How many of the replicas serve clients.</summary>
    public virtual int Serving(int replicas) => replicas;

    /// <summary>How many sites there are besides the replicas.</summary>
    public virtual int OtherSites => 0;

    /// <summary>How many numbers a site keeps besides its copies.</summary>
    public virtual int OwnSize(Shape shape) => 0;

    /// <summary>How many numbers a client keeps.</summary>
    public virtual int TokenSize(Shape shape) => 0;

    /// <summary>Microseconds a request waits before it is looked at.</summary>
    public virtual int Pause(MessageKind request) => 0;

    /// <summary>Whether a message can be received in the site's present state. What was received before must always be.</summary>
    public virtual bool IsReady(Site site, in Message message) => true;

    /// <summary>Whether receiving a message now, or ever after, changes nothing.</summary>
    public virtual bool Ignores(Site site, in Message message) => false;

    /// <summary>Whether a message changes nothing, ever, because its sender no longer waits for what would come of it.</summary>
    public virtual bool IsMoot(Site sender, Site receiver, in Message message) => false;

    /// <summary>Receives a message.</summary>
    public abstract void Receive(Site site, in Message message);

    /// <summary>What a client's request carries.</summary>
    public virtual Clock Token(ReadOnlySpan<int> client, MessageKind request) => default;

    /// <summary>What a client keeps of an answer.</summary>
    public virtual void Answered(Span<int> client, MessageKind request, in Clock token)
    {
    }

    /// <summary>The shape of a system under this policy.</summary>
    public Shape Shape(int replicas, int clients, int keys) => new(replicas, replicas + OtherSites, clients, keys);

    /// <summary>How many numbers a site keeps.</summary>
    public int MemorySize(Shape shape) => (2 * shape.Keys) + OwnSize(shape);
}
