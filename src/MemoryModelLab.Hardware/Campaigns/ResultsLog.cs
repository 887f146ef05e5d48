namespace MemoryModelLab.Hardware.Campaigns;

/// <summary>
/// A results file being written. Each record is one write at the end of the file, made durable before the next batch begins; so a kill at any instant
/// leaves whole lines and at most one torn at the end, which <see cref="Open"/> takes off. Two campaigns do not mix in one file: a second file beside it,
/// <c>.lock</c>, is held while it is written, so that it can still be read. The system lets go of it when the process is killed. It stays there, for who deletes
/// it may delete it from under another that has just opened it, and a third would hold another file of the same name.
/// </summary>
public sealed class ResultsLog : IDisposable
{
    private readonly FileStream stream;
    private readonly FileStream held;

    private ResultsLog(FileStream stream, FileStream held) => (this.stream, this.held) = (stream, held);

    /// <summary>How many batches were there when the file was opened.</summary>
    public long ResumedBatches { get; private init; }

    /// <summary>The highest number of a batch that was there.</summary>
    public long LastBatch { get; private init; }

    /// <summary>Whether a torn line was taken off.</summary>
    public bool DroppedTornLine { get; private init; }

    /// <summary>Opens or makes the file for a campaign, and hands the batches that are there to <paramref name="take"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">The campaign; a file of another one is refused.</param>
    /// <param name="take">Takes each batch.</param>
    /// <exception cref="ResultsFileException">The file holds something else; the message says what.</exception>
    public static ResultsLog Open(string path, ResultsHeader header, Action<BatchRecord> take)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(take);
        FileStream held = Hold(path);
        FileStream? stream = null;
        try
        {
            stream = OpenFile(path, FileMode.OpenOrCreate);
            ResultsReader there = ResultsReader.Read(path, stream, own => Compare(path, own, header), (record, _) => take(record));
            if (there.IsTorn) stream.SetLength(there.WholeBytes);
            stream.Position = there.WholeBytes;
            var log = new ResultsLog(stream, held) { ResumedBatches = there.Batches, LastBatch = there.LastBatch, DroppedTornLine = there.IsTorn };
            if (there.Header is null) log.Write(RecordLine.Encode(header, ResultsJson.Header));
            return log;
        }
        catch
        {
            stream?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Finds out, before any work, whether <see cref="Open"/> could write there; nothing is made or changed.</summary>
    /// <exception cref="ResultsFileException">It could not; the message says why.</exception>
    public static void Probe(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream held = Hold(path);
        if (Path.Exists(path)) OpenFile(path, FileMode.Open).Dispose();
    }

    /// <summary>Adds a batch.</summary>
    /// <exception cref="ResultsFileException">It cannot be written; nothing more can, then.</exception>
    public void Append(BatchRecord record) => Write(RecordLine.Encode(record, ResultsJson.Batch));

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Dispose();
        held.Dispose();
    }

    private void Write(byte[] line)
    {
        long end = stream.Position;
        try
        {
            stream.Write(line);
            stream.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
        {
            TakeBack(end);
            string why = e is IOException ? e.Message : "files may be no larger here"; // which .NET takes for a wrong argument
            throw new ResultsFileException($"{stream.Name}: the last batch could not be written ({why}); all before it is there, and the same command goes on from it");
        }
    }

    /// <summary>Takes off what was written of a line, if that can be done; a torn one is left out by readers, too.</summary>
    private void TakeBack(long end)
    {
        try
        {
            stream.SetLength(end);
        }
        catch (IOException)
        {
            return; // it stays torn
        }
    }

    // Without a buffer of its own the stream makes one write of each line.
    private static FileStream OpenFile(string path, FileMode mode)
    {
        FileStream stream = Opened(path, () => new FileStream(path, mode, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0));
        if (stream.CanSeek) return stream;
        stream.Dispose();
        throw new ResultsFileException($"{path}: this is a pipe or a device, expected a file: a campaign reads it when it goes on");
    }

    private static FileStream Hold(string path)
    {
        if (Directory.Exists(path)) throw new ResultsFileException($"{path}: this is a folder, expected a file in it");
        string beside = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path) + ".lock";
        try
        {
            return Opened(path, () => new FileStream(beside, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException) when (File.Exists(beside))
        {
            throw new ResultsFileException($"{path}: another campaign is writing this file; wait for it, or give another name");
        }
    }

    // What the system says of the file beside is no answer to who named only the results.
    private static FileStream Opened(string path, Func<FileStream> open)
    {
        try
        {
            return open();
        }
        catch (UnauthorizedAccessException)
        {
            string refuses = File.Exists(path) ? "the file, or the folder it is in," : "its folder";
            throw new ResultsFileException($"{path}: {refuses} may not be written; give a file in a folder of yours");
        }
        catch (IOException e) when (e is DirectoryNotFoundException or FileNotFoundException or PathTooLongException)
        {
            throw new ResultsFileException($"{path}: no file can be made there; give another name");
        }
    }

    private static void Compare(string path, ResultsHeader there, ResultsHeader wanted)
    {
        if (there.Host.DifferenceTo(wanted.Host) is { } difference)
            throw new ResultsFileException($"{path}: these results are of another host ({difference}); give another file, and compare the two with mml compare");
        if (there.JitDifferenceTo(wanted) is { } mode)
            throw new ResultsFileException($"{path}: the C# of these results was compiled otherwise ({mode}); give another file, and compare the two with mml compare");
        foreach (TestIdentity test in wanted.Tests.Except(there.Tests))
        {
            string why = there.Tests.Any(other => other.Name == test.Name && other.Architecture == test.Architecture) ? "has changed since" : "is not among them";
            throw new ResultsFileException($"{path}: these results are of other tests: {test.Name} ({test.Architecture}) {why}; give another file");
        }

        foreach (TestIdentity test in there.Tests.Except(wanted.Tests))
            throw new ResultsFileException($"{path}: these results are of more tests: {test.Name} ({test.Architecture}) is not among those named now; name the same, or give another file");
    }
}
