namespace MemoryModelLab.Exploration.Engine;

/// <summary>A location in an execution graph: its writes in coherence order, and its accesses, newest first.</summary>
internal struct LocationState
{
    /// <summary>The first write after the initial value, or -1.</summary>
    public int First;

    /// <summary>The last store: a write, or <c>~location</c> where there is none.</summary>
    public int Last;

    /// <summary>The first of those that read the initial value, or -1.</summary>
    public int InitialReader;

    /// <summary>The access that was added last, or -1.</summary>
    public int Newest;

    /// <summary>Nothing accesses it.</summary>
    public static LocationState Untouched(int location) => new() { First = -1, Last = ~location, InitialReader = -1, Newest = -1 };
}
