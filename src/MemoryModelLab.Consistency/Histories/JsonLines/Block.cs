namespace MemoryModelLab.Consistency.Histories.JsonLines;

/// <summary>Some lines of a file, read by themselves; used again for later ones.</summary>
/// <param name="path">What errors call the file.</param>
/// <param name="names">The names of the lines this block was used for so far.</param>
internal sealed class Block(string path, Vocabulary names)
{
    private Operation[] operations = new Operation[256];
    private int count;

    /// <summary>The names of the lines, numbered for the block.</summary>
    public Vocabulary Names => names;

    /// <summary>Holds the text.</summary>
    public byte[] Buffer { get; set; } = [];

    /// <summary>How much of it are the lines.</summary>
    public int Length { get; set; }

    /// <summary>The number of the first line.</summary>
    public long FirstLine { get; set; }

    /// <summary>How many operations came before each line that is empty.</summary>
    public List<int> Empty { get; } = [];

    /// <summary>What was done to the system, in lines of their own.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>What stopped the reading.</summary>
    public HistoryException? Error { get; private set; }

    public Span<Operation> Operations => operations.AsSpan(0, count);

    public void Read()
    {
        count = 0;
        Empty.Clear();
        Faults.Clear();
        long line = FirstLine;
        try
        {
            for (ReadOnlySpan<byte> left = Buffer.AsSpan(0, Length); left.Length > 0; line++)
            {
                int end = left.IndexOf((byte)'\n');
                Add(end < 0 ? left : left[..end], line);
                left = end < 0 ? default : left[(end + 1)..];
            }
        }
        catch (HistoryException e)
        {
            Error = e;
        }
    }

    private void Add(ReadOnlySpan<byte> line, long number)
    {
        if (count == operations.Length) Array.Resize(ref operations, 2 * count);
        if (OperationScanner.TryRead(line, names, out OperationFields fields) && fields.Fault() is null) operations[count++] = fields.ToOperation(names.Initial);
        else if (line.IndexOfAnyExcept(" \t\r"u8) < 0) Empty.Add(count);
        else AddUnusual(line, new OperationReader(path, number, names));
    }

    private void AddUnusual(ReadOnlySpan<byte> line, OperationReader reader)
    {
        if (line.IndexOf("\"fault\""u8) < 0 || reader.ReadFault(line) is not { } fault)
        {
            operations[count++] = reader.ReadOperation(line);
            return;
        }

        Faults.Add(fault);
        Empty.Add(count);
    }
}
