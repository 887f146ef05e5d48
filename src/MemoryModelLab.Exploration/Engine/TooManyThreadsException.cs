namespace MemoryModelLab.Exploration.Engine;

/// <summary>Clocks have no room for another thread; the exploration starts again with wider ones.</summary>
internal sealed class TooManyThreadsException() : Exception("the clocks have no room for another thread");
