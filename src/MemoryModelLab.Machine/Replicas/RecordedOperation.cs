namespace MemoryModelLab.Machine.Replicas;

/// <summary>An operation as a client saw it.</summary>
/// <param name="Session">The session: a client, until an operation of it is not answered in time; then it begins another.</param>
/// <param name="IsWrite">Whether it writes.</param>
/// <param name="Key">The key, from 0.</param>
/// <param name="Value">The value written or returned; 0 is the initial one.</param>
/// <param name="Invocation">When it was invoked: in microseconds, or the number of the event where time is not modelled.</param>
/// <param name="Response">When it was answered; <see cref="Never"/> when it was not.</param>
/// <param name="Replica">The replica that answered; -1 for none.</param>
/// <param name="Version">The place of a write in the order of the servers; -1 where they have none.</param>
/// <param name="IsFinal">Whether it looks at a replica at the end, when no message is under way.</param>
public readonly record struct RecordedOperation(
    int Session, bool IsWrite, int Key, int Value, long Invocation, long Response, int Replica, int Version = -1, bool IsFinal = false)
{
    /// <summary>The <see cref="Response"/> of an operation that was not answered.</summary>
    public const long Never = long.MaxValue;
}
