using MemoryModelLab.Hardware.AttributeTests;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Cli.Inputs;

/// <summary>Turns what the user named into test files, and files into tests.</summary>
internal static class TestFiles
{
    // No honest test is near this; a disk image handed over by mistake is far beyond it.
    private const int LargestFile = 1 << 20;

    private const string Folder = "litmus";

    /// <summary>The folder of tests that names stand for: <c>./litmus</c>, else the one that comes with the tool; null when there is neither.</summary>
    public static string? Library => Array.Find([Folder, Path.Combine(AppContext.BaseDirectory, Folder)], Directory.Exists);

    /// <summary>
    /// The test files behind <paramref name="names"/>: files, all <c>.litmus</c> files below folders, or names of tests in the library. The tests of an
    /// assembly are named <c>My.dll#Namespace.Class</c>.
    /// </summary>
    /// <exception cref="UsageException">A name stands for nothing.</exception>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> names)
    {
        var files = new List<string>();
        foreach (string name in names)
        {
            string shipped = name.Split('/', '\\')[0] == Folder ? Path.Combine(AppContext.BaseDirectory, name) : name;
            if (Directory.Exists(name)) files.AddRange(Below(name));
            else if (AttributeAssembly.IsAssembly(name) && File.Exists(name)) files.AddRange(AttributeAssembly.Find(name));
            else if (AttributeAssembly.IsAssembly(name) && name.Contains('#', StringComparison.Ordinal)) files.Add(name);
            else if (Path.Exists(name)) files.Add(name);
            else if (Directory.Exists(shipped)) files.AddRange(Below(shipped));
            else if (File.Exists(shipped)) files.Add(shipped);
            else files.AddRange(ByName(name));
        }

        return files;
    }

    /// <summary>Whether the names stand for one file, not for a folder.</summary>
    public static bool IsSingle(IReadOnlyList<string> names, IReadOnlyList<string> files) => files.Count == 1 && !Directory.Exists(names[0]);

    /// <summary>Reads a test.</summary>
    /// <exception cref="LitmusException">It is malformed.</exception>
    public static (LitmusTest Test, LitmusProgram Program) Load(string path)
    {
        LitmusTest test = Parse(path);
        return (test, LitmusLowering.Lower(test));
    }

    /// <summary>Reads a test without asking what its instructions mean.</summary>
    /// <exception cref="LitmusException">It is malformed, or a class of which only the compiled code is known.</exception>
    public static LitmusTest Parse(string path)
    {
        LitmusTest test = ParseToRun(path);
        return AttributeTranslation.WhyNotChecked(test) is { } why ? throw new AttributeTestException(path, $"this test is run only: {why}") : test;
    }

    /// <summary>The same for those who run it: of a class that is more than a litmus test, the threads' bodies are then not there (<see cref="AttributeTranslation.WhyNotChecked"/>).</summary>
    /// <exception cref="LitmusException">It is malformed.</exception>
    public static LitmusTest ParseToRun(string path) => AttributeAssembly.IsAssembly(path) ? AttributeRunner.Parse(path) : LitmusParser.Parse(BoundedText.Read(path, LargestFile, "litmus test"), path);

    private static string[] Below(string folder)
    {
        string[] files = Directory.GetFiles(folder, "*.litmus", SearchOption.AllDirectories);
        if (files.Length == 0) throw new UsageException($"{folder}: no .litmus file in this folder or below it");
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private static string[] ByName(string name)
    {
        string[] known = Library is { } library ? Below(library) : [];
        string[] matches = Array.FindAll(known, f => Path.GetFileNameWithoutExtension(f).Equals(name, StringComparison.OrdinalIgnoreCase));
        if (matches.Length > 0 && Path.GetFileName(name) == name) return matches;
        string hint = Suggestion.For(Path.GetFileNameWithoutExtension(name), known.Select(f => Path.GetFileNameWithoutExtension(f)!));
        throw new UsageException($"{name}: no such file, folder or test{hint}");
    }
}
