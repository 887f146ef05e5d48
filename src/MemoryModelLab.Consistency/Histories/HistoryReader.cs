namespace MemoryModelLab.Consistency.Histories;

/// <summary>
/// Reads <c>mml-kv-history/1</c>: JSON lines, a header and then one operation a line. The text streams through a buffer; only the
/// operations are kept.
/// </summary>
public static class HistoryReader
{
    private const int BufferSize = 1 << 20;
    private const int LongestLine = 1 << 24;

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
        var lines = new HistoryLines(path);
        byte[] buffer = new byte[BufferSize];
        int length = 0;
        while (true)
        {
            int read = stream.Read(buffer, length, buffer.Length - length);
            length += read;
            int start = 0;
            for (int end; (end = buffer.AsSpan(start, length - start).IndexOf((byte)'\n')) >= 0; start += end + 1) lines.Add(buffer.AsSpan(start, end));
            if (read == 0)
            {
                if (start < length) lines.Add(buffer.AsSpan(start, length - start));
                return lines.Build();
            }

            length -= start;
            buffer.AsSpan(start, length).CopyTo(buffer);
            if (length < buffer.Length) continue;
            if (length >= LongestLine) throw new HistoryException(path, lines.Count + 1, 1, $"the line is longer than {LongestLine} bytes; is this JSON lines, one operation a line?");
            Array.Resize(ref buffer, 2 * buffer.Length);
        }
    }
}
