namespace MemoryModelLab.Exploration.Engine;

/// <summary>What is known of a location, for all executions.</summary>
/// <param name="Initial">The bits, or the number of the object, before any thread writes.</param>
/// <param name="Mask">The bits that belong to the value.</param>
/// <param name="Owner">The number of the object it is a field or an element of; 0 for a static field or a variable.</param>
/// <param name="IsReference">Whether it holds a reference to an object.</param>
/// <param name="Type">The type of the value, for the reports.</param>
/// <param name="Name">How reports call it.</param>
internal readonly record struct LocationInfo(long Initial, ulong Mask, long Owner, bool IsReference, Type Type, string Name);

/// <summary>The locations of a program, by number. The numbers stay, from execution to execution.</summary>
internal sealed class LocationTable
{
    private LocationInfo[] infos = new LocationInfo[16];

    /// <summary>The program's objects.</summary>
    public ObjectTable Objects { get; } = new();

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>What is known of a location.</summary>
    public ref readonly LocationInfo this[int location] => ref infos[location];

    /// <summary>Adds a location.</summary>
    public int Add(LocationInfo info)
    {
        if (Count == infos.Length) Array.Resize(ref infos, 2 * Count);
        infos[Count] = info;
        return Count++;
    }
}
