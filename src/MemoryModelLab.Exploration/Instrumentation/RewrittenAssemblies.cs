using MemoryModelLab.Litmus;
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

    /// <summary>The assemblies of a program.</summary>
    /// <exception cref="UnsupportedCodeException">One that was asked for is not there, or is the runtime's own.</exception>
    public RewrittenAssemblies(string main, IReadOnlyCollection<string> also)
    {
        _folder = Path.GetDirectoryName(Path.GetFullPath(main))!;
        _asked = new HashSet<string>(also, StringComparer.OrdinalIgnoreCase) { Path.GetFileNameWithoutExtension(main) };
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(_folder);
        resolver.AddSearchDirectory(_framework);
        Resolver = resolver;
        foreach (string name in also)
            Demand(name);
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

    private void Demand(string name)
    {
        if (string.Equals(name, typeof(object).Assembly.GetName().Name, StringComparison.OrdinalIgnoreCase))
            throw new UnsupportedCodeException($"{name} is the runtime's own assembly, which cannot be rewritten");
        if (FileOf(name) is not null)
            return;
        IEnumerable<string> there = new[] { _folder, _framework }.SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll")).Select(file => Path.GetFileNameWithoutExtension(file)!).Distinct();
        throw new UnsupportedCodeException($"no assembly to rewrite is called '{name}', beside the program or in the framework{Suggestion.For(name, there)}");
    }

    private static string? Existing(string file) => File.Exists(file) ? file : null;

    private static bool IsTool(string name) =>
        Tools.Any(tool => name.StartsWith(tool, StringComparison.OrdinalIgnoreCase)
            && (tool[^1] == '.' || name.Length == tool.Length || name[tool.Length] == '.' || tool is "xunit" or "nunit" or "FSharp"))
        && !name.EndsWith(".Tests", StringComparison.Ordinal) && !name.EndsWith(".Samples", StringComparison.Ordinal);
}
