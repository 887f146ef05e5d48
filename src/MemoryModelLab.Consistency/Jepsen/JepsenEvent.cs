namespace MemoryModelLab.Consistency.Jepsen;

/// <summary>One event of a Jepsen history: a process invokes an operation, or it ends.</summary>
/// <param name="Process">The process; a name such as <c>:nemesis</c> for what does things to the system.</param>
/// <param name="Type"><c>invoke</c>, <c>ok</c>, <c>fail</c> or <c>info</c>.</param>
/// <param name="Function">What is asked.</param>
/// <param name="Key">The key, where it is a part of its own.</param>
/// <param name="Value">What with, or what came of it.</param>
/// <param name="HasError">Whether an error is told.</param>
/// <param name="Time">The time; null where only the order is recorded.</param>
/// <param name="Line">Where it stands.</param>
/// <param name="Column">Where in the line.</param>
internal sealed record JepsenEvent(EdnValue Process, string Type, string Function, string? Key, EdnValue? Value, bool HasError, long? Time, long Line, long Column);
