using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MemoryModelLab.Stores.Probing;

/// <summary>
/// One array of the lock-free table of words: lines of 64 bytes, four key words and then their four value words.
/// </summary>
/// <remarks>
/// <para>A key word goes from <see cref="Empty"/> to a key or to <see cref="Closed"/>, by compare-and-swap, and never changes again. A key
/// is put into the first empty word on its way (its home line, then the lines after it), so that all threads agree where it is: whoever
/// finds an empty word has seen that the key is not in this table, and a search goes on behind a word only after that word has another
/// key for ever. So no key is in a table twice.</para>
/// <para>A value word goes between <see cref="Absent"/> and values by compare-and-swap, and once to <see cref="Moved"/>, for ever.</para>
/// <para>Two words each are not free for keys and values. A key is stored as <see cref="WordOf"/> says; the two keys that become 0 and 1 have slots
/// of their own before the first line. A value is stored as <c>value ^ Secret</c>, where the secret is drawn for each table; the two
/// values that become 0 and 1 make the owner change to a table with another secret.</para>
/// <para>The home line is taken from the lowest bits of the upper half of the hash, so that lines i and i + n of a table of 2n lines receive
/// what line i of n held: migration walks all of them in order.</para>
/// </remarks>
internal sealed class WordTable : MigratingTable<WordTable>
{
    public const ulong Empty = 0;
    public const ulong Closed = 1;
    public const ulong Absent = 0;
    public const ulong Moved = 1;
    public const int SlotsPerLine = 4;
    public const int LineWords = 2 * SlotsPerLine;
    public const int MinLines = 8;
    public const int MaxLines = 1 << 27;
    public const int ChunkLines = 64;

    /// <summary>Up to here a lookup looks at the line after the home line as well, without asking whether it has to: two lines that are in
    /// the cache cost less than a branch that now and then goes the other way. Where lines come from memory, one is half the work.</summary>
    private const int PairedLines = 1 << 13;

    private const int LineShift = 6;

    // Small enough to be part of an instruction.
    private const ulong Apart = 0x5AD1_57E3;

    // An odd number: rotated by it and combined, no more than two products become one. High bits come down to where they reach all of the
    // next product's upper half.
    private const int Folded = 29;

    // The header line: what a search that found nothing points at, and the values of the two keys that have no words.
    private const int AbsentWord = 0;
    private const int MovedWord = 1;
    private const int ReservedWords = 2;

    private readonly ulong[] words;
    private readonly unsafe ulong* lines;
    private readonly nint header;
    private readonly ulong multiplier;
    private readonly ulong second;
    private readonly nuint homes;
    private readonly int mask;
    private int fullLines;

    public WordTable(int lines, ulong multiplier, WordTable? previous = null, ulong? secret = null)
        : base(previous, (lines + ChunkLines - 1) / ChunkLines)
    {
        Lines = lines;
        Secret = secret ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
        this.multiplier = multiplier;
        second = BitOperations.RotateLeft(multiplier, 32) | 1;
        mask = lines - 1;
        homes = (nuint)mask << LineShift;
        // Pinned: an array that moves would lose its place on the lines of the cache, and the short way to a line is a pointer.
        // One more line, empty for ever, for the last line to have a line after it.
        words = GC.AllocateArray<ulong>((lines + 3) * LineWords, pinned: true);
        Step = lines <= PairedLines ? LineWords : 0;
        header = Misalignment(ref MemoryMarshal.GetArrayDataReference(words));
        At(MovedWord) = Moved;
        unsafe
        {
            this.lines = (ulong*)Unsafe.AsPointer(ref Line(0));
            HugePages.Prefer(this.lines, (nuint)lines * LineWords * sizeof(ulong));
        }
    }

    public int Lines { get; }

    /// <summary>How many words after a home line the line is that is looked at with it; none in large tables.</summary>
    public nint Step { get; }

    public ulong Secret { get; }

    /// <summary>Half of the lines are full: about 0.8 keys a slot, where searches begin to lengthen.</summary>
    public bool IsCrowded => Volatile.Read(ref fullLines) * 2 > Lines;

    /// <summary>The word of a key. The two keys whose words are taken by states are two that hardly anybody uses.</summary>
    public static ulong WordOf(ulong key) => key + Apart;

    /// <summary>The key of a word.</summary>
    public static ulong KeyOf(ulong word) => word - Apart;

    public int Home(ulong key) => (int)(HomeOffset(key) >> LineShift);

    /// <summary>Where the home line of the key is. Good while this object is: callers keep it alive until they are done with the line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe ulong* HomeLine(ulong key) => (ulong*)(HomeOffset(key) + (nuint)lines);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref ulong Line(int line) => ref At((nint)(uint)line * LineWords + LineWords);

    /// <summary>The value word of the key, or a word that says <see cref="Absent"/> or, where the search must go on in the next table,
    /// <see cref="Moved"/>. Only a word that was not either may be written.</summary>
    public ref ulong Find<TProbe>(ulong key)
        where TProbe : struct, ILineProbe<TProbe>
    {
        if (key <= Closed)
            return ref At(ReservedWords + (nint)key);
        for (int step = 0, at = Home(key); step < Lines; step++, at = (at + 1) & mask)
        {
            ref ulong line = ref Line(at);
            TProbe words = TProbe.Load(ref line);
            uint match = words.Match(key);
            if (match != 0)
                return ref Unsafe.Add(ref line, SlotsPerLine + BitOperations.TrailingZeroCount(match));
            uint ends = words.Ends(out uint closed);
            if (ends != 0)
            {
                // fence: the loads of this search before the thread's next operation's. "Absent" is an answer as any other, and a value
                // word's acquire would not order it. Without it: litmus/stores/TwoReads.litmus.
                Volatile.ReadBarrier();
                return ref At((closed >> BitOperations.TrailingZeroCount(ends) & 1) != 0 ? MovedWord : AbsentWord);
            }
        }
        return ref At(MovedWord);
    }

    /// <summary>As <see cref="Find"/>, but takes an empty word for the key where it has none.</summary>
    public ref ulong Claim<TProbe>(ulong key)
        where TProbe : struct, ILineProbe<TProbe>
    {
        if (key <= Closed)
            return ref At(ReservedWords + (nint)key);
        for (int step = 0, at = Home(key); step < Lines; step++, at = (at + 1) & mask)
        {
            ref ulong line = ref Line(at);
            while (true)
            {
                TProbe words = TProbe.Load(ref line);
                uint match = words.Match(key);
                if (match != 0)
                    return ref Unsafe.Add(ref line, SlotsPerLine + BitOperations.TrailingZeroCount(match));
                uint ends = words.Ends(out uint closed);
                if (ends == 0)
                    break;
                int slot = BitOperations.TrailingZeroCount(ends);
                if ((closed >> slot & 1) != 0)
                    return ref At(MovedWord);
                // full fence: the key word before what follows; what matters is that it is one step. Were it a test and a store, two threads
                // could put two keys there, and each believe in its own: litmus/stores/LostUpdate.litmus.
                ulong seen = Interlocked.CompareExchange(ref Unsafe.Add(ref line, slot), key, Empty);
                if (seen == Empty && slot == SlotsPerLine - 1)
                    Interlocked.Increment(ref fullLines);
                if (seen == Empty || seen == key)
                    return ref Unsafe.Add(ref line, SlotsPerLine + slot);
            }
        }
        return ref At(MovedWord);
    }

    /// <summary>Whether the key has a word here, whatever its value.</summary>
    public bool HasKey<TProbe>(ulong key)
        where TProbe : struct, ILineProbe<TProbe>
    {
        ref ulong word = ref Find<TProbe>(key);
        return !Unsafe.AreSame(ref word, ref At(AbsentWord)) && !Unsafe.AreSame(ref word, ref At(MovedWord));
    }

    /// <summary>The value word of one of the two keys without key words.</summary>
    public ref ulong Reserved(ulong key) => ref At(ReservedWords + (nint)key);

    /// <summary>How many bytes after the first line the home line is: of a hash whose upper half depends on all of the key, and on the
    /// multiplier, which is a secret.</summary>
    /// <remarks>One multiplication alone makes arithmetic progressions of arithmetic progressions, which may fill few lines, and those up
    /// to the brim.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nuint HomeOffset(ulong key)
    {
        ulong product = key * multiplier;
        return (nuint)((product ^ BitOperations.RotateRight(product, Folded)) * second >> (32 - LineShift)) & homes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref ulong At(nint word) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(words), header + word);
}
