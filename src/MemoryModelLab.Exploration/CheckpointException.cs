namespace MemoryModelLab.Exploration;

/// <summary>A checkpoint is of another exploration than the one that is to go on from it; the message says which.</summary>
#pragma warning disable CA1032 // always has a message
public sealed class CheckpointException(string message) : Exception(message)
#pragma warning restore CA1032
{
}
