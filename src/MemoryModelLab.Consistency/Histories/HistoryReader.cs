using MemoryModelLab.Consistency.Histories.JsonLines;

namespace MemoryModelLab.Consistency.Histories;

/// <summary>
/// Reads <c>mml-kv-history/1</c>: JSON lines, a header and then one operation a line. The text streams through a few buffers, read on all
/// processors; only the operations are kept.
/// </summary>
public static class HistoryReader
{
    /// <summary>The history in the file at <paramref name="path"/>.</summary>
    /// <exception cref="HistoryException">The text is not of the format.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static History Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        return Read(stream, path);
    }

    /// <summary>The history in a stream.</summary>
    /// <param name="stream">UTF-8 text.</param>
    /// <param name="path">What errors call the file.</param>
    /// <exception cref="HistoryException">The text is not of the format.</exception>
    public static History Read(Stream stream, string path)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new BlockReader(stream, path).Read();
    }
}
