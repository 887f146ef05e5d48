namespace MemoryModelLab.Consistency.Histories;

/// <summary>What a file begins with when it is UTF-8 text, and when it is something else that is often taken for it.</summary>
internal static class Utf8Text
{
    /// <summary>The length of the byte order mark that the text begins with, 0 for none.</summary>
    /// <exception cref="HistoryException">This is UTF-16, or compressed.</exception>
    public static int MarkLength(ReadOnlySpan<byte> beginning, string path)
    {
        if (beginning.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || beginning.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) throw new HistoryException(path, 1, 1, "the text is UTF-16; expected UTF-8");
        if (beginning.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) throw new HistoryException(path, 1, 1, "the file is compressed by gzip; expected what `gunzip` makes of it");
        return beginning.StartsWith("\uFEFF"u8) ? 3 : 0;
    }
}
