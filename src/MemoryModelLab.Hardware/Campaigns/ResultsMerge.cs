namespace MemoryModelLab.Hardware.Campaigns;

/// <summary>
/// Several results files as one, each batch once: a batch is identified by the process that ran it and its number there, so copies of a file, or a file
/// and a copy of it that went on by itself, add up to what was really run.
/// </summary>
/// <param name="Batches">The batches of the merged file.</param>
/// <param name="Duplicates">How many were left out since they were there already.</param>
public sealed record ResultsMerge(long Batches, long Duplicates)
{
    /// <summary>Writes the batches of <paramref name="paths"/> to a new file, which appears whole or not at all.</summary>
    /// <exception cref="ResultsFileException">The files do not go together, or the target is there already.</exception>
    public static ResultsMerge Write(IReadOnlyList<string> paths, string target)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(target);
        if (Path.Exists(target)) throw new ResultsFileException($"{target}: there is such a file already, which a merge would replace; give a new name");
        var lines = new Dictionary<(string Run, long Batch), (byte[] Line, string Path)>();
        var runs = new List<string>();
        ResultsHeader? merged = null;
        long read = 0;
        foreach (string path in paths)
        {
            ResultsReader.Read(path, header => merged = merged is null ? header : Merge(paths[0], merged, path, header), (record, line) =>
            {
                read++;
                if (!runs.Contains(record.Run)) runs.Add(record.Run);
                if (!lines.TryAdd((record.Run, record.Batch), (line.ToArray(), path))) Compare(record, line.Span, path, lines[(record.Run, record.Batch)]);
            });
        }

        // Within a run in the order of the batches, as every results file is.
        IEnumerable<byte[]> ordered = lines.OrderBy(entry => runs.IndexOf(entry.Key.Run)).ThenBy(entry => entry.Key.Batch).Select(entry => entry.Value.Line);
        Write(target, RecordLine.Encode(merged!, ResultsJson.Header), ordered);
        return new ResultsMerge(lines.Count, read - lines.Count);
    }

    private static void Compare(BatchRecord record, ReadOnlySpan<byte> line, string path, (byte[] Line, string Path) there)
    {
        if (line.SequenceEqual(there.Line)) return;
        throw new ResultsFileException(FormattableString.Invariant(
            $"{path}: batch {record.Batch} of run {record.Run} is another one than in {there.Path}; one of the files was changed by other hands, so they cannot be merged"));
    }

    private static ResultsHeader Merge(string firstPath, ResultsHeader first, string path, ResultsHeader other)
    {
        if (first.Host.DifferenceTo(other.Host) is { } difference)
            throw new ResultsFileException($"{firstPath} and {path} are of different hosts ({difference}): their counts do not add up to anything; mml compare puts them side by side");
        if (first.JitDifferenceTo(other) is { } mode)
            throw new ResultsFileException($"{firstPath} and {path} are of C# compiled differently ({mode}): their counts do not add up to anything; mml compare puts them side by side");
        foreach (TestIdentity test in other.Tests)
        {
            bool changed = first.Tests.Any(own => own.Name == test.Name && own.Architecture == test.Architecture)
                && !first.Tests.Any(own => own == test);
            if (changed)
                throw new ResultsFileException($"{firstPath} and {path} have different tests {test.Name} ({test.Architecture}): it was changed in between; mml compare puts them side by side");
        }

        return first with { Tests = [.. first.Tests.Union(other.Tests)] };
    }

    private static void Write(string target, byte[] header, IEnumerable<byte[]> lines)
    {
        string temporary = $"{target}.{Environment.ProcessId}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                stream.Write(header);
                foreach (byte[] line in lines)
                {
                    stream.Write(line);
                    stream.WriteByte((byte)'\n');
                }
            }

            File.Move(temporary, target, overwrite: false);
        }
        catch (IOException)
        {
            File.Delete(temporary);
            throw;
        }
    }
}
