namespace MemoryModelLab.Machine.Replicas.Exploration;

/// <summary>One step of an explored run.</summary>
/// <param name="Message">The message that is received, or that is sent when a client invokes an operation.</param>
/// <param name="IsInvocation">Whether a client invokes an operation.</param>
/// <param name="IsRepeated">Whether the message will arrive again.</param>
public readonly record struct RunStep(Message Message, bool IsInvocation, bool IsRepeated = false);
