namespace MemoryModelLab.Consistency.Histories;

/// <summary>The lines of a stream, each in a buffer that is used again for the next; one that is absurdly long is an error, not an allocation.</summary>
internal sealed class BoundedLines(Stream stream, string path)
{
    private const int LongestLine = 1 << 24;

    private byte[] buffer = new byte[1 << 16];
    private int start, end;
    private bool isAtEnd;

    /// <summary>The number of the line read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The next line, without its end.</summary>
    /// <exception cref="HistoryException">It is too long.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        for (int seen = start; ;)
        {
            int at = buffer.AsSpan(seen, end - seen).IndexOf((byte)'\n');
            if (at >= 0 || isAtEnd)
            {
                int stop = at >= 0 ? seen + at : end;
                if (Number == 0) start += Utf8Text.MarkLength(buffer.AsSpan(start, stop - start), path);
                line = buffer.AsSpan(start, stop - start);
                bool isLine = at >= 0 || stop > start;
                start = Math.Min(end, stop + 1);
                if (isLine) Number++;
                if (line.Length > 0 && line[^1] == '\r') line = line[..^1];
                return isLine;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            seen = end;
            if (end == buffer.Length)
            {
                if (end >= LongestLine) throw new HistoryException(path, Number + 1, 1, $"the line is longer than {LongestLine} bytes; expected one operation a line");
                Array.Resize(ref buffer, 2 * buffer.Length);
            }

            int read = stream.Read(buffer, end, buffer.Length - end);
            isAtEnd = read == 0;
            end += read;
        }
    }
}
