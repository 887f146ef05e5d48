using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>Places by address: an open hash table, asked at each access.</summary>
internal sealed class Places
{
    private nuint[] _addresses = new nuint[256];
    private Place?[] _places = new Place?[256];
    private int _count;

    /// <summary>The place at an address, or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Place? Find(nuint address)
    {
        nuint[] addresses = _addresses;
        int mask = addresses.Length - 1;
        int slot = SlotOf(address, mask);
        while (true)
        {
            nuint found = addresses[slot];
            if (found == address)
                return _places[slot];
            if (found == 0)
                return null;
            slot = (slot + 1) & mask;
        }
    }

    /// <summary>Adds a place that is not there.</summary>
    public void Add(nuint address, Place place)
    {
        if (2 * ++_count > _addresses.Length)
            Grow();
        Put(address, place);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SlotOf(nuint address, int mask) => (int)((address * unchecked((nuint)0x9E3779B97F4A7C15)) >> 40) & mask;

    private void Put(nuint address, Place place)
    {
        int mask = _addresses.Length - 1;
        int slot = SlotOf(address, mask);
        while (_addresses[slot] != 0)
            slot = (slot + 1) & mask;
        _addresses[slot] = address;
        _places[slot] = place;
    }

    private void Grow()
    {
        (nuint[] addresses, Place?[] places) = (_addresses, _places);
        _addresses = new nuint[2 * addresses.Length];
        _places = new Place?[2 * places.Length];
        for (int slot = 0; slot < addresses.Length; slot++)
        {
            if (addresses[slot] != 0)
                Put(addresses[slot], places[slot]!);
        }
    }
}
