namespace MemoryModelLab.Machine.Replicas;

/// <summary>What a site can do to the world; the explorer and the timed machine are two such worlds.</summary>
public interface ISurroundings
{
    /// <summary>Milliseconds since the start, which a number holds for 24 days; always 0 where time is not modelled.</summary>
    int Now { get; }

    /// <summary>Sends a message.</summary>
    void Send(in Message message);

    /// <summary>Answers a client's operation; nothing happens when it was answered already.</summary>
    void Answer(int client, int operation, int value, in Clock token, int version);

    /// <summary>Whether everything that was stamped earlier has arrived: what a global clock and a bound on delays tell.</summary>
    bool IsSettled(int stamp);
}
