namespace MemoryModelLab.Machine.Replicas.Timed;

/// <summary>What a simulated run left.</summary>
/// <param name="Operations">What the clients saw, by invocation, and at the end every key at every replica.</param>
/// <param name="Messages">The messages sent, requests and answers too.</param>
/// <param name="Duration">When the last operation ended, in microseconds.</param>
/// <param name="IsComplete">Whether it was not interrupted.</param>
public sealed record Recording(IReadOnlyList<RecordedOperation> Operations, long Messages, long Duration, bool IsComplete);
