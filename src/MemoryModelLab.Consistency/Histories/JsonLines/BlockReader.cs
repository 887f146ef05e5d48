namespace MemoryModelLab.Consistency.Histories.JsonLines;

/// <summary>Reads a stream block by block, each ending with a line; as many blocks at a time as there are processors are made operations.</summary>
internal sealed class BlockReader(Stream stream, string path)
{
    private const int BlockSize = 1 << 20;
    private const int LongestLine = 1 << 24;

    private readonly Queue<(Block Block, Task Work)> underWay = new();
    private readonly Stack<Block> free = new();
    private byte[] rest = []; // the beginning of a line whose end is yet to be read
    private long line = 1;

    public History Read()
    {
        var names = new Vocabulary();
        byte[] buffer = new byte[BlockSize];
        int length = Fill(ref buffer, out bool isEnd);
        int header = ReadHeader(buffer.AsSpan(0, length), names, out string? name);
        var merge = new BlockMerge(path, names, name) { FirstLine = line };
        buffer.AsSpan(header, length - header).CopyTo(buffer);
        length -= header;
        while (true)
        {
            Begin(buffer, length, isEnd, names);
            while (underWay.Count > 0 && (isEnd || underWay.Count > Environment.ProcessorCount)) End(merge);
            if (isEnd) return merge.Build();
            buffer = free.TryPeek(out Block? reusable) && reusable.Buffer.Length > 0 ? reusable.Buffer : new byte[BlockSize];
            length = Fill(ref buffer, out isEnd);
            merge.Expect(stream);
        }
    }

    private void Begin(byte[] buffer, int length, bool isEnd, Vocabulary names)
    {
        if (!free.TryPop(out Block? block)) block = new Block(path, names.ForPart());
        (block.Buffer, block.Length, block.FirstLine) = (buffer, length, line);
        line += buffer.AsSpan(0, length).Count((byte)'\n');
        bool isOnly = isEnd && underWay.Count == 0;
        if (isOnly) block.Read();
        underWay.Enqueue((block, isOnly ? Task.CompletedTask : Task.Run(block.Read)));
    }

    private void End(BlockMerge merge)
    {
        (Block block, Task work) = underWay.Dequeue();
        work.GetAwaiter().GetResult();
        if (block.Error is { } error)
        {
            foreach ((_, Task other) in underWay) other.Wait();
            throw error;
        }

        merge.Add(block);
        free.Push(block);
    }

    /// <summary>Reads whole lines, as many as fit; what is left of the last one waits for the next call.</summary>
    private int Fill(ref byte[] buffer, out bool isEnd)
    {
        int length = rest.Length, end = -1;
        if (length > buffer.Length) buffer = new byte[2 * length];
        rest.CopyTo(buffer, 0);
        while (true)
        {
            int read = stream.ReadAtLeast(buffer.AsSpan(length), buffer.Length - length, throwOnEndOfStream: false);
            isEnd = read < buffer.Length - length;
            length += read;
            if (isEnd)
            {
                rest = [];
                return length;
            }

            end = buffer.AsSpan(0, length).LastIndexOf((byte)'\n');
            if (end >= 0) break;
            if (length >= LongestLine)
            {
                throw new HistoryException(path, line, 1, $"the line is longer than {LongestLine} bytes; is this JSON lines, one operation a line?");
            }

            Array.Resize(ref buffer, 2 * buffer.Length);
        }

        rest = buffer[(end + 1)..length];
        return end + 1;
    }

    /// <summary>The first line that is not empty; returns where the lines after it begin.</summary>
    private int ReadHeader(ReadOnlySpan<byte> text, Vocabulary names, out string? name)
    {
        for (int start = Utf8Text.MarkLength(text, path); start < text.Length; line++)
        {
            int end = text[start..].IndexOf((byte)'\n');
            ReadOnlySpan<byte> first = end < 0 ? text[start..] : text.Slice(start, end);
            start = end < 0 ? text.Length : start + end + 1;
            if (first.IndexOfAnyExcept(" \t\r"u8) < 0) continue;
            name = new OperationReader(path, line, names).ReadHeader(first);
            line++;
            return start;
        }

        throw OperationReader.NoHeader(path, line - 1);
    }
}
