using System.Globalization;
using System.Text;

namespace MemoryModelLab.Hardware.Campaigns;

/// <summary>
/// Reads a results file line by line. Only a last line without its line feed can be torn, for each is written at once and nothing behind a torn one:
/// it is left out. Any other line that is not whole means that the file was changed by other hands, and is an error.
/// </summary>
public sealed class ResultsReader
{
    private const double LongestMilliseconds = 1000.0 * 3600 * 24 * 366; // of a whole campaign
    private const long MostIterations = 1L << 50; // so that the outcomes of a batch can be added up

    private static ReadOnlySpan<byte> Beginning => "{\"schema\":\"mml/results/"u8;

    private static int FormStart => "{\"schema\":\""u8.Length;

    private readonly string path;
    private readonly Action<ResultsHeader> takeHeader;
    private readonly Action<BatchRecord, ReadOnlyMemory<byte>> takeBatch;
    private readonly Dictionary<string, long> lastBatches = new(StringComparer.Ordinal);
    private int line;

    private ResultsReader(string path, Action<ResultsHeader> takeHeader, Action<BatchRecord, ReadOnlyMemory<byte>> takeBatch) =>
        (this.path, this.takeHeader, this.takeBatch) = (path, takeHeader, takeBatch);

    /// <summary>What the first line says; null when the file is empty, or ends within that line.</summary>
    public ResultsHeader? Header { get; private set; }

    /// <summary>The batches.</summary>
    public long Batches { get; private set; }

    /// <summary>The highest number of a batch.</summary>
    public long LastBatch { get; private set; }

    /// <summary>The bytes of all whole lines; what is behind them is torn.</summary>
    public long WholeBytes { get; private set; }

    /// <summary>Whether something torn stands at the end.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>Reads a file that may be being written, and hands each batch to <paramref name="take"/>.</summary>
    /// <exception cref="ResultsFileException">It is no results file, or was damaged.</exception>
    public static ResultsReader Read(string path, Action<BatchRecord> take)
    {
        ArgumentNullException.ThrowIfNull(take);
        return Read(path, _ => { }, (record, _) => take(record));
    }

    /// <summary>The same, with the header first, and with the line of each batch.</summary>
    internal static ResultsReader Read(string path, Action<ResultsHeader> takeHeader, Action<BatchRecord, ReadOnlyMemory<byte>> takeBatch)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0) throw new ResultsFileException("a results file has a name, and this one is empty");
        if (Directory.Exists(path)) throw new ResultsFileException($"{path}: this is a folder, expected a results file in it");
        if (!File.Exists(path)) throw new ResultsFileException($"{path}: there is no such file; mml run … --results {path} makes it");
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        ResultsReader reader = Read(path, stream, takeHeader, takeBatch);
        return reader.Header is null ? throw new ResultsFileException($"{path}: this file has no results; mml run … --results {path} makes them") : reader;
    }

    /// <summary>Reads <paramref name="stream"/> from its beginning, and hands out the header, and each batch with its line.</summary>
    internal static ResultsReader Read(string path, Stream stream, Action<ResultsHeader> takeHeader, Action<BatchRecord, ReadOnlyMemory<byte>> takeBatch)
    {
        var reader = new ResultsReader(path, takeHeader, takeBatch);
        byte[] buffer = new byte[1 << 16];
        int filled = 0;
        for (int read; (read = stream.Read(buffer, filled, buffer.Length - filled)) > 0;)
        {
            int scanned = filled, start = 0;
            filled += read;
            for (int feed; (feed = buffer.AsSpan(scanned, filled - scanned).IndexOf((byte)'\n')) >= 0;)
            {
                reader.Take(buffer.AsMemory(start, scanned + feed - start));
                start = scanned += feed + 1;
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            if (filled < buffer.Length) continue;
            if (filled >= RecordLine.Longest || (reader.line == 0 && !buffer.AsSpan().StartsWith(Beginning))) throw reader.Error("this line is longer than those of a results file");
            Array.Resize(ref buffer, 2 * buffer.Length);
        }

        reader.IsTorn = filled > 0;
        bool foreign = reader.Header is null && !buffer.AsSpan(0, Math.Min(filled, Beginning.Length)).SequenceEqual(Beginning[..Math.Min(filled, Beginning.Length)]);
        return foreign ? throw reader.NotResults() : reader;
    }

    private void Take(ReadOnlyMemory<byte> text)
    {
        line++;
        if (line == 1 && !text.Span.StartsWith(Beginning)) throw NotResults();
        if (!RecordLine.IsWhole(text.Span)) throw Error("this line is damaged: its checksum is another; restore the file from a copy, or begin a new one");
        if (line == 1) TakeHeader(text.Span);
        else TakeBatch(text);
        WholeBytes += text.Length + 1;
    }

    private void TakeHeader(ReadOnlySpan<byte> text)
    {
        string form = Encoding.UTF8.GetString(text[FormStart..(FormStart + text[FormStart..].IndexOf((byte)'"'))]);
        if (form != ResultsHeader.CurrentSchema) throw Error($"a results file of the form {form}; this program reads {ResultsHeader.CurrentSchema}");
        Header = RecordLine.Decode(text, ResultsJson.Header);
        if (Header is null || Header.Tests.Contains(null!)) throw Error("expected the host and the tests of a campaign; restore the file from a copy, or begin a new one");
        takeHeader(Header);
    }

    private void TakeBatch(ReadOnlyMemory<byte> text)
    {
        BatchRecord record = RecordLine.Decode(text.Span, ResultsJson.Batch) ?? throw Error("expected a batch");
        string batch = string.Create(CultureInfo.InvariantCulture, $"batch {record.Batch} of run {record.Run}");
        if (lastBatches.TryGetValue(record.Run, out long last) && record.Batch <= last) throw Error($"{batch} stands behind batch {last}: it would count twice; mml merge sorts that out");
        if (!Header!.Tests.Any(test => test.Hash == record.Hash)) throw Error($"{batch} is of {record.Test} ({record.Hash}), which the first line does not name");
        if (!IsPossible(record)) throw Error($"{batch}: no run ends with such numbers");
        if (record.Iterations != record.Others + record.Outcomes.Sum(outcome => outcome.Count)) throw Error($"{batch}: the outcomes do not add up to {record.Iterations} iterations");
        lastBatches[record.Run] = record.Batch;
        LastBatch = Math.Max(LastBatch, record.Batch);
        Batches++;
        takeBatch(record, text);
    }

    private static bool IsPossible(BatchRecord record) =>
        record is { Batch: > 0, Iterations: >= 0 and <= MostIterations, Others: >= 0 and <= MostIterations, Outcomes.Count: <= TestTotals.MostOutcomes, Milliseconds: >= 0 and <= LongestMilliseconds, Spent: >= 0 and <= LongestMilliseconds, Failure: null or { Iterations: > 0 } }
        && record.Outcomes.All(outcome => outcome is { Count: >= 0 and <= MostIterations } && outcome.Values.Count == record.Outcomes[0].Values.Count);

    private ResultsFileException NotResults() => new($"{path}: this is no results file; --results expects one that mml wrote, or a new name");

    private ResultsFileException Error(string problem) => new($"{path}:{line.ToString(CultureInfo.InvariantCulture)}:1: {problem}");
}
