namespace MemoryModelLab.Exploration.Engine.Schedules;

/// <summary>A program does not do what a replay token says it did.</summary>
#pragma warning disable CA1032 // always at a place
public sealed class ReplayException(int position) : Exception(
    $"the replay token does not fit: event {position} is not the one it was; the program, or what it was compiled from, has changed since")
#pragma warning restore CA1032
{
}
