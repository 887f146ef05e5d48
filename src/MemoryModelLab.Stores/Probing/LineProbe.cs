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

    /// <summary>The words of two lines that are <paramref name="key"/>; those of the second are bits as many higher as words are between the lines.</summary>
    /// <param name="line">The first line.</param>
    /// <param name="step">How many words on the second line is: those of a line, or none where it is not to be looked at.</param>
    /// <param name="key">The key word, which must not be one of the words that stand for states.</param>
    static abstract unsafe uint MatchPair(ulong* line, nint step, ulong key);

    /// <summary>The words at which a search ends: empty ones and closed ones.</summary>
    uint Ends(out uint closed);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe uint MatchPair(ulong* line, nint step, ulong key)
    {
        Vector256<ulong> wanted = Vector256.Create(key);
        return Vector256.Equals(Vector256.Load(line), wanted).ExtractMostSignificantBits()
            | Vector256.Equals(Vector256.Load(line + step), wanted).ExtractMostSignificantBits() << WordTable.LineWords;
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe uint MatchPair(ulong* line, nint step, ulong key) =>
        Load(ref *line).Match(key) | Load(ref line[step]).Match(key) << WordTable.LineWords;
}
