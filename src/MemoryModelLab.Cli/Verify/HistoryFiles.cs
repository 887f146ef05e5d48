using System.IO.Enumeration;
using System.Text;
using System.Text.Json;
using MemoryModelLab.Consistency;
using MemoryModelLab.Consistency.Histories;

namespace MemoryModelLab.Cli.Verify;

/// <summary>Finds the histories that paths name.</summary>
internal static class HistoryFiles
{
    /// <summary>The path that stands for standard input.</summary>
    private const string StandardInput = "-";

    private const int LongestHeader = 1 << 16;

    /// <summary>The files named, and those below the folders named whose first line is the header of a history; Jepsen's histories too, unless only those with a header are asked for.</summary>
    /// <exception cref="UsageException">A path does not exist, or a folder holds no history.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths, bool onlyWithHeader = false)
    {
        var files = new List<string>();
        foreach (string path in paths)
        {
            if (path == StandardInput && (onlyWithHeader || files.Contains(path))) throw new UsageException($"standard input (-) is read once, and {(onlyWithHeader ? "--expected wants files" : "it is named twice")}");
            if (path == StandardInput || File.Exists(path))
            {
                files.Add(path);
                continue;
            }

            if (!Directory.Exists(path)) throw new UsageException($"{path}: there is no such file or folder; expected histories: JSON lines (mml-kv-history/1), or Jepsen's .edn and .log, or - for standard input");
            IEnumerable<string> candidates = Below(path, "*.jsonl").Where(IsHistory);
            if (!onlyWithHeader) candidates = candidates.Concat(Below(path, "*.edn")).Concat(Below(path, "*.log"));
            string[] found = [.. candidates.Order(StringComparer.Ordinal)];
            if (found.Length == 0) throw new UsageException($"{path}: no history is here: no .jsonl file whose first line has \"schema\": \"mml-kv-history/1\"{(onlyWithHeader ? "" : ", and no .edn or .log")}");
            files.AddRange(found);
        }

        return files;
    }

    /// <summary>The history that a path found names.</summary>
    /// <exception cref="HistoryException">The text is none.</exception>
    public static RecordedHistory Read(string path)
    {
        if (path != StandardInput) return RecordedHistory.Read(path);
        using Stream input = Console.OpenStandardInput();
        return RecordedHistory.Read(input, "standard input");
    }

    /// <summary>The files of small histories with their verdicts, one history a line, below the folders named.</summary>
    public static IEnumerable<string> FindOracles(IEnumerable<string> paths) => paths.Where(Directory.Exists)
        .SelectMany(path => Below(path, "oracle.jsonl").Order(StringComparer.Ordinal));

    /// <summary>The files below a folder; links to folders are not followed, for they may lead in circles.</summary>
    private static FileSystemEnumerable<string> Below(string folder, string pattern) =>
        new(folder, static (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && FileSystemName.MatchesSimpleExpression(pattern, entry.FileName, ignoreCase: false),
            ShouldRecursePredicate = static (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };

    /// <summary>The history of a line of such a file: an object with its operations in <c>ops</c>.</summary>
    public static History ReadInline(JsonElement entry, string path, int line)
    {
        var text = new StringBuilder("{\"schema\": \"mml-kv-history/1\"}\n");
        foreach (JsonElement operation in entry.GetProperty("ops").EnumerateArray()) text.Append(operation.GetRawText()).Append('\n');
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        return HistoryReader.Read(stream, $"{path}, the operations of line {line}");
    }

    /// <summary>A file's first line as JSON; null when it is none.</summary>
    public static JsonDocument? Header(string path)
    {
        using var reader = new StreamReader(path);
        var buffer = new char[LongestHeader];
        int length = reader.ReadBlock(buffer);
        int end = Array.IndexOf(buffer, '\n', 0, length);
        try
        {
            return JsonDocument.Parse(buffer.AsMemory(0, end < 0 ? length : end));
        }
        catch (JsonException)
        {
            return null; // what the file is instead, its reader says
        }
    }

    private static bool IsHistory(string path)
    {
        using JsonDocument? header = Header(path);
        return header?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("schema", out JsonElement schema) && schema.ValueKind == JsonValueKind.String
            && schema.GetString() == "mml-kv-history/1";
    }
}
