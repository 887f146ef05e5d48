namespace MemoryModelLab.Machine.Replicas;

/// <summary>A site while it handles a message: its memory, and what it can do.</summary>
/// <param name="surroundings">The world around it.</param>
/// <param name="shape">How large the system is.</param>
/// <param name="number">The site's number.</param>
/// <param name="memory">Its memory: the copy of every key (value, stamp), and what the policy keeps besides.</param>
public readonly ref struct Site(ISurroundings surroundings, Shape shape, int number, Span<int> memory)
{
    private readonly ISurroundings surroundings = surroundings;
    private readonly Span<int> memory = memory;

    /// <summary>The site's number.</summary>
    public int Number { get; } = number;

    /// <summary>How large the system is.</summary>
    public Shape Shape { get; } = shape;

    /// <summary>Milliseconds since the start.</summary>
    public int Now => surroundings.Now;

    /// <summary>What the policy keeps besides the copies.</summary>
    public Span<int> Own => memory[(2 * Shape.Keys)..];

    /// <summary>The value of the copy of a key.</summary>
    public int Value(int key) => memory[2 * key];

    /// <summary>The stamp of the write that set it; 0 for the initial value.</summary>
    public int Stamp(int key) => memory[(2 * key) + 1];

    /// <summary>Sets the copy of a key.</summary>
    public void Put(int key, int value, int stamp) => (memory[2 * key], memory[(2 * key) + 1]) = (value, stamp);

    /// <summary>Sets the copy of a key unless it has a later stamp: the last writer wins.</summary>
    public void Absorb(int key, int value, int stamp)
    {
        if (stamp > Stamp(key)) Put(key, value, stamp);
    }

    /// <summary>Sends a message to its receiver, which may be this site.</summary>
    public void Send(in Message message) => surroundings.Send(message with { From = Number });

    /// <summary>Sends a message to every other replica.</summary>
    public void Broadcast(in Message message)
    {
        for (int to = 0; to < Shape.Replicas; to++)
        {
            if (to != Number) Send(message with { To = to });
        }
    }

    /// <summary>Sends a message to every replica, this site too.</summary>
    public void SendToAll(in Message message)
    {
        for (int to = 0; to < Shape.Replicas; to++) Send(message with { To = to });
    }

    /// <summary>Answers the operation a message is about.</summary>
    /// <param name="about">The request, or a message that names its client and operation.</param>
    /// <param name="value">The value read.</param>
    /// <param name="token">What the client shall know.</param>
    /// <param name="version">The place of a write in the servers' order; -1 where they have none.</param>
    public void Answer(in Message about, int value = 0, in Clock token = default, int version = -1) =>
        surroundings.Answer(about.Client, about.Operation, value, token, version);

    /// <summary>Whether everything that was stamped earlier has arrived.</summary>
    public bool IsSettled(int stamp) => surroundings.IsSettled(stamp);
}
