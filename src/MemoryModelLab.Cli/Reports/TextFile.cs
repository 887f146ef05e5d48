namespace MemoryModelLab.Cli.Reports;

/// <summary>Writes files that are there whole or not at all.</summary>
internal static class TextFile
{
    /// <summary>Writes <paramref name="text"/> to <paramref name="path"/>, or to standard output for <c>-</c>.</summary>
    public static void Write(string path, string text)
    {
        if (path == "-")
        {
            Output.Line(text.TrimEnd('\n'));
            return;
        }

        if (File.Exists(path) && WroteToDevice(path, text)) return;
        bool isLink = new FileInfo(path).LinkTarget is not null;
        string target = isLink ? File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName : path;
        string temporary = $"{target}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllText(temporary, text);
            File.Move(temporary, target, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Fails when <paramref name="path"/> cannot be written because its folder is not there: better before the work than after it.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static void Prepare(string option, string? path)
    {
        if (path is null or "-") return;
        if (path.Length == 0) throw new UsageException($"{option}: expected the name of a file, or -");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        if (!Directory.Exists(folder)) throw new UsageException($"{option} {path}: there is no folder {folder}");
        if (Directory.Exists(path)) throw new UsageException($"{option} {path}: this is a folder, expected a file");
    }

    /// <summary>A pipe or a device is written to, not replaced; and opened once, for who reads a pipe takes its closing for the end.</summary>
    private static bool WroteToDevice(string path, string text)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        if (stream.CanSeek && (OperatingSystem.IsWindows() || !Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal))) return false;
        using var writer = new StreamWriter(stream);
        writer.Write(text);
        return true;
    }
}
