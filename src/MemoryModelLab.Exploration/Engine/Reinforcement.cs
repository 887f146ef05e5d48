using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>What an event would keep in order if the program were changed.</summary>
/// <param name="Order">By itself.</param>
/// <param name="IsFenced">Whether there would be a full fence: before a read, after a write.</param>
internal readonly record struct Reinforcement(MemoryOrder Order, bool IsFenced);

/// <summary>What each event would keep in order.</summary>
internal delegate Reinforcement Reinforcing(in Event e);
