using MemoryModelLab.Exploration.Runtime;

namespace MemoryModelLab.Exploration.Engine;

/// <summary>What an access is, beside its kind and value.</summary>
/// <param name="Location">Where.</param>
/// <param name="Order">What it keeps in order.</param>
/// <param name="Site">Where in the program.</param>
/// <param name="Address">The thread's reads its address was computed from, by position.</param>
/// <param name="Depends">The thread's reads that decide whether, where and what it writes, by position.</param>
/// <param name="IsKnown">Whether the thread knows the object it is of without having read a reference to it.</param>
/// <param name="Part">Which part of a struct, from 1, that is accessed in parts; 0 otherwise.</param>
internal readonly record struct Access(int Location, MemoryOrder Order, int Site, ulong Address = 0, ulong Depends = 0, bool IsKnown = false, byte Part = 0);
