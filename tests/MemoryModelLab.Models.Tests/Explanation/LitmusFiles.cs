using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Models.Tests.Explanation;

/// <summary>The project's own tests, by their path below <c>litmus/</c>.</summary>
internal static class LitmusFiles
{
    private static readonly string Folder = Find();

    public static LitmusProgram Load(string name)
    {
        string file = Path.Combine(Folder, name + ".litmus");
        return LitmusLowering.Lower(LitmusParser.Parse(File.ReadAllText(file), name));
    }

    public static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.litmus", SearchOption.AllDirectories)
            .Select(f => Path.ChangeExtension(Path.GetRelativePath(Folder, f), null)).Order(StringComparer.Ordinal);

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MemoryModelLab.sln"))) return Path.Combine(folder.FullName, "litmus");
        }

        throw new DirectoryNotFoundException($"no MemoryModelLab.sln above {AppContext.BaseDirectory}");
    }
}
