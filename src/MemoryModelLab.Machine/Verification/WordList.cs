namespace MemoryModelLab.Machine.Verification;

/// <summary>A list of words in chunks: it grows without being copied.</summary>
internal sealed class WordList
{
    private const int ChunkBits = 16;
    private const int ChunkMask = (1 << ChunkBits) - 1;

    private readonly List<ulong[]> chunks = [];

    /// <summary>The number of words.</summary>
    public long Count { get; private set; }

    /// <summary>The bytes that hold them.</summary>
    public long Bytes => (long)chunks.Count << (ChunkBits + 3);

    /// <summary>A word.</summary>
    public ulong this[long number] => chunks[(int)(number >> ChunkBits)][number & ChunkMask];

    /// <summary>Adds a word.</summary>
    public void Add(ulong word)
    {
        if (Count >> ChunkBits == chunks.Count) chunks.Add(new ulong[1 << ChunkBits]);
        chunks[(int)(Count >> ChunkBits)][Count++ & ChunkMask] = word;
    }

    /// <summary>Forgets all words and keeps the memory.</summary>
    public void Clear() => Count = 0;
}
