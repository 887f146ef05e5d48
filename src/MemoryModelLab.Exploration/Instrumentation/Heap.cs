namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>Objects by address.</summary>
internal sealed class Heap : IDisposable
{
    private readonly List<HeapObject> byAddress = [];

    /// <summary>Pins an object and adds it.</summary>
    public HeapObject Add(object value, int thread, bool isInitial)
    {
        var added = new HeapObject(value, thread, isInitial);
        byAddress.Insert(Above(added.Start), added);
        return added;
    }

    /// <summary>The object that an address is inside of, or null.</summary>
    public HeapObject? Find(nuint address)
    {
        int above = Above(address);
        return above > 0 && address < byAddress[above - 1].End ? byAddress[above - 1] : null;
    }

    /// <summary>Whether an object is among them.</summary>
    public bool Contains(object value) => Find(HeapObject.StartOf(value)) is { } found && ReferenceEquals(found.Value, value);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (HeapObject one in byAddress)
            one.Dispose();
        byAddress.Clear();
    }

    /// <summary>How many objects begin at an address or below.</summary>
    private int Above(nuint address)
    {
        int low = 0;
        int high = byAddress.Count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (byAddress[middle].Start <= address)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
