using MemoryModelLab.Cli.Reports;

namespace MemoryModelLab.Cli.Verify;

/// <summary>Where <c>mml verify</c> writes what it is asked to write; null for nowhere, <c>-</c> for standard output.</summary>
/// <param name="Json">The verdicts.</param>
/// <param name="Shrink">The smallest part of a history that still violates a model.</param>
/// <param name="Html">The page with its timeline.</param>
internal sealed record VerifyOutputs(string? Json, string? Shrink, string? Html)
{
    /// <summary>Whether there is anything to write.</summary>
    public bool Any => (Json ?? Shrink ?? Html) is not null;

    /// <summary>Whether standard output carries nothing else.</summary>
    public bool TakesStandardOutput => Json == "-" || Shrink == "-" || Html == "-";

    /// <summary>Checks that everything can be written, before the work.</summary>
    /// <exception cref="UsageException">It cannot.</exception>
    public void Prepare()
    {
        TextFile.Prepare("--json", Json);
        TextFile.Prepare("--shrink", Shrink);
        TextFile.Prepare("--html", Html);
        if (((string?[])[Json, Shrink, Html]).Count(o => o == "-") > 1) throw new UsageException("two of --json, --shrink and --html want standard output; give one of them a file");
        foreach ((string option, string path) in Files)
        {
            if (Array.Find(Files, o => o.Option != option && Target(o.Path) == Target(path)).Option is { } other) throw new UsageException($"{option} and {other} both want {path}; give one of them another file");
        }
    }

    /// <summary>Checks that nothing that is read would be overwritten.</summary>
    /// <exception cref="UsageException">Something would.</exception>
    public void Spare(IEnumerable<string> inputs)
    {
        if (Files.Length == 0) return;
        HashSet<string> read = [.. inputs.Select(Target)];
        foreach ((string option, string path) in Files)
        {
            if (read.Contains(Target(path))) throw new UsageException($"{option} {path}: this is a history that is read, and would be overwritten; give another file");
        }
    }

    private (string Option, string Path)[] Files => Array.FindAll([("--json", Json ?? "-"), ("--shrink", Shrink ?? "-"), ("--html", Html ?? "-")], o => o.Item2 != "-");

    /// <summary>The file that is meant, whatever leads there.</summary>
    private static string Target(string path) => (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path);
}
