namespace MemoryModelLab.Exploration.Engine;

/// <summary>What an object that code which is not rewritten has made was made of, as a delegate of the object it is called on. Who reads the one has read the other.</summary>
/// <param name="Target">The number of the other object, or 0 where there is none.</param>
/// <param name="Thread">Who made it.</param>
/// <param name="Position">How many events of that thread were before.</param>
internal readonly record struct Carried(long Target, int Thread, int Position);
