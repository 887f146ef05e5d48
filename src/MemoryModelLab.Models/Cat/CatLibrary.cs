using System.Collections.Concurrent;
using MemoryModelLab.Litmus;
using MemoryModelLab.Models.Cat.Syntax;

namespace MemoryModelLab.Models.Cat;

/// <summary>
/// Finds and parses the files of a model. An included file is sought beside the file that includes it, then beside the main file, then
/// among the files that come with this library. Each is read once.
/// </summary>
internal sealed class CatLibrary
{
    private const int MaximalLength = 4 << 20;
    private const string Embedded = "embedded:";
    private readonly ConcurrentDictionary<string, CatFile> files = new(StringComparer.Ordinal);
    private readonly string? mainFolder;

    /// <summary>Creates a library for a main file in <paramref name="mainFolder"/>; null when that is no folder.</summary>
    public CatLibrary(string? mainFolder) => this.mainFolder = mainFolder;

    /// <summary>The names of the files that come with this library, without their extension.</summary>
    public static IReadOnlyList<string> EmbeddedModels { get; } =
    [
        .. typeof(CatLibrary).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith("models/", StringComparison.Ordinal) && n.EndsWith(".cat", StringComparison.Ordinal) && n.Count(c => c == '/') == 1)
            .Select(n => n["models/".Length..^".cat".Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Adds a file that is on no disk.</summary>
    public void Add(string path, string text) => files[path] = CatParser.Parse(text, path);

    /// <summary>The parsed text of the file at <paramref name="path"/>.</summary>
    public CatFile Load(string path, SourcePosition includedAt) => files.GetOrAdd(path, p => CatParser.Parse(Read(p, includedAt), Shown(p)));

    /// <summary>The path of the file that <paramref name="name"/> means where <paramref name="from"/> includes it.</summary>
    public string Resolve(string name, string from, SourcePosition position) =>
        Find(name, from) ?? throw new LitmusException(position, $"there is no file '{name}', neither beside this file nor among the files that come with mml");

    /// <summary>The path of the standard library: a file <c>stdlib.cat</c> beside the main file, or the one that comes with this library.</summary>
    public string StandardLibrary() => Find("stdlib.cat", "")!;

    /// <summary>The path of the model <paramref name="name"/> that comes with this library.</summary>
    public static string PathOfEmbedded(string name) => $"{Embedded}models/{name}.cat";

    private static string Shown(string path) => path.StartsWith(Embedded, StringComparison.Ordinal) ? path[Embedded.Length..] : path;

    private string? Find(string name, string from)
    {
        if (name.Contains('\0')) return null;
        bool isOnDisk = from.Length > 0 && !from.StartsWith(Embedded, StringComparison.Ordinal);
        foreach (string? folder in (ReadOnlySpan<string?>)[isOnDisk ? Path.GetDirectoryName(from) ?? "" : null, mainFolder])
        {
            if (folder is null) continue;
            string path = Path.Combine(folder, name);
            if (File.Exists(path)) return path;
        }

        foreach (string folder in (ReadOnlySpan<string>)["models/", "models/library/"])
        {
            if (typeof(CatLibrary).Assembly.GetManifestResourceInfo(folder + name) is not null) return Embedded + folder + name;
        }

        return null;
    }

    /// <summary>The text of the file at <paramref name="path"/>.</summary>
    /// <exception cref="LitmusException">It cannot be read; the error stands at <paramref name="position"/>.</exception>
    public static string Read(string path, SourcePosition position)
    {
        try
        {
            using Stream stream = path.StartsWith(Embedded, StringComparison.Ordinal)
                ? typeof(CatLibrary).Assembly.GetManifestResourceStream(path[Embedded.Length..])!
                : File.OpenRead(path);
            if (stream.Length > MaximalLength) throw new LitmusException(position, $"'{path}' is longer than {MaximalLength >> 20} MB; that is no model");
            if (stream.Length == 0) return ""; // a device has no length, and may have no end
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new LitmusException(position, $"'{path}' cannot be read: {e.Message}");
        }
    }
}
