using Mono.Cecil;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>Which assemblies are rewritten: the program's, those beside it that are not tools, and the framework's that were asked for.</summary>
internal sealed class RewrittenAssemblies
{
    private static readonly string[] Tools =
    [
        "MemoryModelLab.Exploration", "MemoryModelLab.Models", "MemoryModelLab.Litmus", "MemoryModelLab.Consistency", "Mono.Cecil", "xunit", "nunit",
        "Microsoft.", "testhost", "FsCheck", "FSharp", "BenchmarkDotNet", "Newtonsoft.",
    ];

    private readonly string _folder;
    private readonly string _framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
    private readonly HashSet<string> _asked;

    public RewrittenAssemblies(string main, IEnumerable<string> also)
    {
        _folder = Path.GetDirectoryName(Path.GetFullPath(main))!;
        _asked = new HashSet<string>(also, StringComparer.OrdinalIgnoreCase) { Path.GetFileNameWithoutExtension(main) };
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(_folder);
        resolver.AddSearchDirectory(_framework);
        Resolver = resolver;
    }

    /// <summary>The names of the program's assembly and of those that were asked for.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>Finds what is referred to.</summary>
    public IAssemblyResolver Resolver { get; }

    /// <summary>The file of an assembly that is to be rewritten; null for one that is not.</summary>
    public string? FileOf(string name)
    {
        string own = Path.Combine(_folder, name + ".dll");
        if (_asked.Contains(name))
            return File.Exists(own) ? own : Existing(Path.Combine(_framework, name + ".dll"));
        if (IsTool(name) || File.Exists(Path.Combine(_framework, name + ".dll")))
            return null;
        return Existing(own);
    }

    private static string? Existing(string file) => File.Exists(file) ? file : null;

    private static bool IsTool(string name) =>
        Tools.Any(tool => name.StartsWith(tool, StringComparison.OrdinalIgnoreCase)
            && (tool[^1] == '.' || name.Length == tool.Length || name[tool.Length] == '.' || tool is "xunit" or "nunit" or "FSharp"))
        && !name.EndsWith(".Tests", StringComparison.Ordinal) && !name.EndsWith(".Samples", StringComparison.Ordinal);
}
