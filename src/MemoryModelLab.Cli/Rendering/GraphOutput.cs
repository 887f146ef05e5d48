using MemoryModelLab.Cli.Rendering.Svg;
using MemoryModelLab.Cli.Reports;

namespace MemoryModelLab.Cli.Rendering;

/// <summary>
/// Writes an execution of each test where <c>--graph</c> asks for it: to a file, as SVG when its name ends so and as DOT otherwise, or to
/// a folder, an SVG file a test.
/// </summary>
/// <param name="target">The file, the folder (an existing one, or a name that ends in a slash), or <c>-</c> for DOT on standard output.</param>
internal sealed class GraphOutput(string target)
{
    private readonly HashSet<string> written = new(StringComparer.OrdinalIgnoreCase);
    private string? text;
    private bool anyTest;

    /// <summary>The output to <paramref name="target"/>; null for no output.</summary>
    /// <exception cref="UsageException">The target is a file, and there are several tests.</exception>
    public static GraphOutput? For(string? target, int tests)
    {
        if (target is null) return null;
        if (tests > 1 && !IsFolder(target)) throw new UsageException($"--graph {target}: {tests} tests do not go into one file; for a picture each give a folder, --graph pictures/");
        return new GraphOutput(target);
    }

    /// <summary>Whether a target is meant as a folder.</summary>
    public static bool IsFolder(string target) => target != "-" && (Path.EndsInDirectorySeparator(target) || Directory.Exists(target));

    /// <summary>Fails, before any work, where nothing can be written; a folder is made where there is none.</summary>
    /// <exception cref="UsageException">Nothing can.</exception>
    public static void Prepare(string? target)
    {
        if (target is null || !IsFolder(target))
        {
            TextFile.Prepare("--graph", target);
            return;
        }

        try
        {
            Directory.CreateDirectory(target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--graph {target}: {e.Message}");
        }
    }

    /// <summary>Draws the execution of a test; nothing when no model allows one.</summary>
    public void Add(TestReport report)
    {
        if (report.Error is null) Add(report.Name, ReportPicture.Of(report));
    }

    /// <summary>Draws an execution of what has a name; nothing when there is none.</summary>
    public void Add(string name, PictureContent? drawn)
    {
        anyTest = true;
        if (drawn is not { } content) return;
        if (!IsFolder(target))
        {
            text = target.EndsWith(".svg", StringComparison.OrdinalIgnoreCase) ? SvgWriter.Of(content) : DotGraph.Of(content);
            return;
        }

        try
        {
            TextFile.Write(Path.Combine(target, FreeName(name) + ".svg"), SvgWriter.Of(content));
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine($"mml: {name}: {e.Message}"); // too big a picture does not keep the others from being drawn
        }
    }

    /// <summary>Writes what one file holds.</summary>
    /// <param name="nothing">Why there is nothing to draw, if there is not.</param>
    /// <exception cref="UsageException">There is nothing to draw.</exception>
    public void Finish(string nothing = "no model allows an execution of this test")
    {
        if (text is not null) TextFile.Write(target, text);
        else if (anyTest && written.Count == 0) throw new UsageException($"--graph: {nothing}");
    }

    /// <summary>The test's name as a file's name; tests that share one are numbered.</summary>
    private string FreeName(string test)
    {
        string name = string.Concat(test.Select(c => Path.GetInvalidFileNameChars().Contains(c) || c is '\\' or ':' ? '_' : c));
        string free = name;
        for (int i = 2; !written.Add(free); i++) free = $"{name}-{i}";
        return free;
    }
}
