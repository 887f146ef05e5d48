using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Enumeration;

/// <summary>The locations an enumeration touches: the program's, and cells inside them that only an address computation names.</summary>
internal sealed class LocationTable
{
    // An address that walks away (a loop over a growing pointer) must not make locations without end.
    private const int MostLocations = 4096;

    private readonly List<Location> locations;
    private readonly Dictionary<long, int> byAddress = [];
    private readonly int declared;

    public LocationTable(LitmusProgram program)
    {
        locations = [.. program.Locations];
        for (int i = 0; i < locations.Count; i++)
        {
            byAddress[locations[i].Address] = i;
            declared = Math.Max(declared, locations[i].Declared + 1);
        }
    }

    public int Count => locations.Count;

    public Location this[int number] => locations[number];

    /// <summary>The location at <paramref name="address"/>, made if it lies inside a declared one; -1 for an address of nothing.</summary>
    public int At(long address)
    {
        if (byAddress.TryGetValue(address, out int number)) return number;
        if (!AddressSpace.TryDecode(address, declared, out int index, out long offset) || locations.Count >= MostLocations) return -1;
        string name = locations.Find(l => l.Declared == index && l.Offset == 0)?.Name ?? $"loc{index}";
        number = locations.Count;
        locations.Add(new Location($"{name}+{offset}", index, offset, 0));
        byAddress.Add(address, number);
        return number;
    }
}
