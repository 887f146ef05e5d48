using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>Places by address: an open hash table, asked at each access.</summary>
internal sealed class Places
{
    private nuint[] addresses = new nuint[256];
    private Place?[] places = new Place?[256];
    private int count;

    /// <summary>The place at an address, or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Place? Find(nuint address)
    {
        nuint[] addresses = this.addresses;
        int mask = addresses.Length - 1;
        int slot = SlotOf(address, mask);
        while (true)
        {
            nuint found = addresses[slot];
            if (found == address)
                return places[slot];
            if (found == 0)
                return null;
            slot = (slot + 1) & mask;
        }
    }

    /// <summary>Adds a place that is not there.</summary>
    public void Add(nuint address, Place place)
    {
        if (2 * ++count > addresses.Length)
            Grow();
        Put(address, place);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SlotOf(nuint address, int mask) => (int)((address * unchecked((nuint)0x9E3779B97F4A7C15)) >> 40) & mask;

    private void Put(nuint address, Place place)
    {
        int mask = addresses.Length - 1;
        int slot = SlotOf(address, mask);
        while (addresses[slot] != 0)
            slot = (slot + 1) & mask;
        addresses[slot] = address;
        places[slot] = place;
    }

    private void Grow()
    {
        (nuint[] addresses, Place?[] places) = (this.addresses, this.places);
        this.addresses = new nuint[2 * addresses.Length];
        this.places = new Place?[2 * places.Length];
        for (int slot = 0; slot < addresses.Length; slot++)
        {
            if (addresses[slot] != 0)
                Put(addresses[slot], places[slot]!);
        }
    }
}
