using System.Runtime.CompilerServices;

namespace MemoryModelLab.Consistency.Linearizability;

/// <summary>What makes a configuration, as 128 bits by chance: the exclusive or of the numbers of its parts.</summary>
internal readonly record struct Signature(ulong High, ulong Low)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Signature operator ^(Signature a, Signature b) => new(a.High ^ b.High, a.Low ^ b.Low);

    /// <summary>The number of a part: two outputs of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).</summary>
    public static Signature Of(uint part) => new(Mix(2UL * part), Mix((2UL * part) + 1));

    private static ulong Mix(ulong n)
    {
        n = (n + 1) * 0x9E3779B97F4A7C15;
        n = (n ^ (n >> 30)) * 0xBF58476D1CE4E5B9;
        n = (n ^ (n >> 27)) * 0x94D049BB133111EB;
        return n ^ (n >> 31);
    }
}

/// <summary>The configurations a search has seen: a hash table without chains, at most half full.</summary>
internal sealed class Configurations
{
    private const int FirstSize = 1 << 10;
    private const int ManyPlaces = 1 << 20;

    private Signature[] places = new Signature[FirstSize]; // all zeros where free

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one; false when it was there.</summary>
    public bool Add(Signature one)
    {
        if (2 * Count >= places.Length) Grow();
        ref Signature place = ref Find(places, one);
        if (place == one) return false;
        place = one;
        Count++;
        return true;
    }

    private static ref Signature Find(Signature[] places, Signature one)
    {
        int mask = places.Length - 1, at = (int)one.Low & mask;
        while (places[at] != default && places[at] != one) at = (at + 1) & mask;
        return ref places[at];
    }

    private void Grow()
    {
        var larger = new Signature[(places.Length < ManyPlaces ? 4 : 2) * places.Length];
        foreach (Signature one in places)
        {
            if (one != default) Find(larger, one) = one;
        }

        places = larger;
    }
}
