namespace MemoryModelLab.Exploration.Engine.Schedules;

/// <summary>An event of a recorded schedule.</summary>
/// <param name="Thread">The thread that adds it.</param>
/// <param name="Distance">How far the store it reads, or comes after, was from the last in coherence order.</param>
internal readonly record struct Step(int Thread, int Distance);
