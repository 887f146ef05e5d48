using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MemoryModelLab.Stores.Probing;

/// <summary>The four key words of a line, read once; then asked, with a bit for each word, the first lowest.</summary>
/// <remarks>
/// plain: a line is read without ordering, and not all at once. Each aligned word of it is read whole (on x64 and Arm64, also by vector
/// loads), and a key word only ever goes from empty to a key or to closed, so that the four may be of four moments: a match is a match at
/// all later times, and a word that was empty was so at a moment of this operation. That each word is read <i>once</i> matters: were it
/// compared with the key in one read and found taken in another, a key that came between would be passed by and put in a second place.
/// </remarks>
internal interface ILineProbe<TSelf>
    where TSelf : struct, ILineProbe<TSelf>
{
    static abstract TSelf Load(ref ulong line);

    /// <summary>The words that are <paramref name="key"/>.</summary>
    uint Match(ulong key);

    /// <summary>The words at which a search ends: empty ones and closed ones.</summary>
    uint Ends(out uint closed);

    /// <summary>The value word of <paramref name="key"/>, which must not be one of the words that stand for states, when it is in one of two
    /// lines; otherwise <see cref="WordTable.Absent"/>.</summary>
    /// <param name="line">The first line.</param>
    /// <param name="step">How many words on the second line is; none where it is not to be looked at.</param>
    /// <param name="key">The key word.</param>
    /// <remarks>An acquire: the thread's next operation reads afterwards.</remarks>
    static abstract unsafe ulong ValueOf(ulong* line, nint step, ulong key);
}

/// <summary>One 256-bit comparison; where the processor has none, the JIT makes two or four of it.</summary>
internal readonly struct VectorProbe(Vector256<ulong> keys) : ILineProbe<VectorProbe>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorProbe Load(ref ulong line) => new(Vector256.LoadUnsafe(ref line));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Match(ulong key) => Vector256.Equals(keys, Vector256.Create(key)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Ends(out uint closed)
    {
        closed = Vector256.Equals(keys, Vector256.Create(WordTable.Closed)).ExtractMostSignificantBits();
        return closed | Vector256.Equals(keys, Vector256<ulong>.Zero).ExtractMostSignificantBits();
    }

    /// <remarks>
    /// No branch and no address depends on what the lines hold: all values are read, and all but that of the key masked out. Lookups that
    /// follow one another wait for less than if the value were looked up by the number of its key.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ulong ValueOf(ulong* line, nint step, ulong key)
    {
        Vector256<ulong> wanted = Vector256.Create(key);
        Vector256<ulong> values = (Vector256.Equals(Vector256.Load(line), wanted) & Vector256.Load(line + WordTable.SlotsPerLine))
            | (Vector256.Equals(Vector256.Load(line + step), wanted) & Vector256.Load(line + step + WordTable.SlotsPerLine));
        // acquire: the loads of the values before the next operation's. Pairs with the writers' compare-and-swaps. Without it:
        // litmus/stores/TwoReads.litmus. The key words were read before or after: a value word belongs to its key
        // for ever, and is absent before the key is there, so it does not matter.
        Volatile.ReadBarrier();
        Vector128<ulong> half = values.GetLower() | values.GetUpper();
        return (half | Vector128.Shuffle(half, Vector128.Create(1ul, 0))).ToScalar();
    }
}

/// <summary>Word by word, for processors without vectors.</summary>
internal readonly struct ScalarProbe(ulong a, ulong b, ulong c, ulong d) : ILineProbe<ScalarProbe>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarProbe Load(ref ulong line) => new(
        Volatile.Read(ref line),
        Volatile.Read(ref Unsafe.Add(ref line, 1)),
        Volatile.Read(ref Unsafe.Add(ref line, 2)),
        Volatile.Read(ref Unsafe.Add(ref line, 3)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Match(ulong key) => (a == key ? 1u : 0) | (b == key ? 2u : 0) | (c == key ? 4u : 0) | (d == key ? 8u : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Ends(out uint closed)
    {
        closed = Match(WordTable.Closed);
        return closed | Match(WordTable.Empty);
    }

    // acquire, in all loads: as in VectorProbe.
    public static unsafe ulong ValueOf(ulong* line, nint step, ulong key)
    {
        for (int slot = 0; slot < WordTable.SlotsPerLine; slot++)
        {
            if (Volatile.Read(ref line[slot]) == key)
                return Volatile.Read(ref line[slot + WordTable.SlotsPerLine]);
            if (Volatile.Read(ref line[slot + step]) == key)
                return Volatile.Read(ref line[slot + step + WordTable.SlotsPerLine]);
        }
        return WordTable.Absent;
    }
}
