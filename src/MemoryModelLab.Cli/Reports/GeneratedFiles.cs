using System.Globalization;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Generation;

namespace MemoryModelLab.Cli.Reports;

/// <summary>Writes generated tests into a folder: whole files, and never over something else.</summary>
internal static class GeneratedFiles
{
    /// <summary>Writes a file for each cycle that has none yet.</summary>
    /// <param name="folder">The folder; made when its parent is there.</param>
    /// <param name="cycles">The cycles.</param>
    /// <param name="report">Is told of every test and its file.</param>
    /// <exception cref="UsageException">A file of a test's name holds something else; nothing was written.</exception>
    public static ExitCode Write(string folder, IReadOnlyList<Cycle> cycles, Action<IReadOnlyList<JsonGenerated.Test>> report)
    {
        string parent = Path.GetDirectoryName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar)) ?? "/";
        if (File.Exists(folder)) throw new UsageException($"--out {folder}: this is a file, expected a folder");
        if (!Directory.Exists(parent)) throw new UsageException($"--out {folder}: there is no folder {parent}");
        var missing = new List<(string Path, Cycle Cycle)>();
        foreach (Cycle cycle in cycles)
        {
            string path = PathOf(folder, cycle);
            if (!Path.Exists(path)) missing.Add((path, cycle));
            else if (!Holds(path, Text(cycle))) throw new UsageException($"{path} is there already and holds something else; nothing was written. Choose another --out or move it away");
        }

        Directory.CreateDirectory(folder);
        foreach ((string path, Cycle cycle) in missing) TextFile.Write(path, Text(cycle));
        report([.. cycles.Select(cycle => JsonGenerated.Test.Of(cycle, PathOf(folder, cycle), withText: false))]);
        int there = cycles.Count - missing.Count;
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{missing.Count} tests written to {folder}{(there > 0 ? $", {there} were there already" : "")}"));
        Console.Error.WriteLine($"Next: mml check {folder}");
        Output.Flush();
        return ExitCode.Pass;
    }

    private static bool Holds(string path, string text) => new FileInfo(path) is { Exists: true } file && file.Length == text.Length && File.ReadAllText(path) == text;

    private static string PathOf(string folder, Cycle cycle) => Path.Combine(folder, cycle.Name + ".litmus");

    private static string Text(Cycle cycle) => LitmusPrinter.Print(CycleGenerator.Generate(cycle));
}
