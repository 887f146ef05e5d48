using System.Collections.Concurrent;
using MemoryModelLab.Exploration.Instrumentation.Rewriting.Framework;
using MemoryModelLab.Litmus;
using Mono.Cecil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>Which assemblies are rewritten: the program's, those beside it that are not tools, and the framework's that were asked for.</summary>
internal sealed class RewrittenAssemblies
{
    private static readonly string[] Tools =
    [
        "MemoryModelLab.Exploration", "MemoryModelLab.Models", "MemoryModelLab.Litmus", "MemoryModelLab.Consistency", "Mono.Cecil", "xunit", "nunit",
        "Microsoft.", "testhost", "FsCheck", "FSharp", "BenchmarkDotNet", "Newtonsoft.",
    ];

    private readonly string folder;
    private readonly string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
    private readonly HashSet<string> asked;
    private readonly ConcurrentDictionary<(string Type, string Assembly), string?> copies = [];

    /// <summary>The assemblies of a program.</summary>
    /// <exception cref="UnsupportedCodeException">One that was asked for is not there, or is the runtime's own.</exception>
    public RewrittenAssemblies(string main, IReadOnlyCollection<string> also)
    {
        folder = Path.GetDirectoryName(Path.GetFullPath(main))!;
        asked = new HashSet<string>(also, StringComparer.OrdinalIgnoreCase) { Path.GetFileNameWithoutExtension(main) };
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(folder);
        resolver.AddSearchDirectory(framework);
        Resolver = resolver;
        foreach (string name in also)
            Demand(name);
    }

    /// <summary>The names of the program's assembly and of those that were asked for.</summary>
    public IReadOnlyCollection<string> Asked => asked;

    /// <summary>Finds what is referred to.</summary>
    public IAssemblyResolver Resolver { get; }

    /// <summary>The file of an assembly that is to be rewritten; null for one that is not.</summary>
    public string? FileOf(string name)
    {
        if (FrameworkTypes.Parse(name) is { } copy)
            return Existing(Path.Combine(framework, copy.Source + ".dll"));
        string own = Path.Combine(folder, name + ".dll");
        if (asked.Contains(name))
            return File.Exists(own) ? own : Existing(Path.Combine(framework, name + ".dll"));
        if (IsTool(name) || File.Exists(Path.Combine(framework, name + ".dll")))
            return null;
        return Existing(own);
    }

    /// <summary>The assembly that a type of the framework is copied to; null for a type that is not copied.</summary>
    public string? CopyOf(TypeReference type) => !FrameworkTypes.MayBeCopied(type.FullName) ? null
        : type.Scope is AssemblyNameReference scope ? copies.GetOrAdd((type.FullName, scope.Name), _ => Copy(RewriteScope.Definition(type)))
        : Copy(RewriteScope.Definition(type));

    /// <summary>The copy of a type of the framework; null for a type that is not copied.</summary>
    public string? CopyOf(Type type) => !FrameworkTypes.MayBeCopied(type.FullName!) ? null
        : copies.GetOrAdd((type.FullName!, type.Assembly.GetName().Name!), key => Copy(Resolver.Resolve(new AssemblyNameReference(key.Assembly, new Version())).MainModule.GetType(key.Type)));

    private string? Copy(TypeDefinition? type) =>
        type is not null && Path.GetDirectoryName(type.Module.FileName) == framework && !asked.Contains(type.Module.Assembly.Name.Name) && FrameworkTypes.IsCopied(type)
            ? FrameworkTypes.CopyOf(type) : null;

    private void Demand(string name)
    {
        if (string.Equals(name, typeof(object).Assembly.GetName().Name, StringComparison.OrdinalIgnoreCase))
            throw new UnsupportedCodeException($"{name} is the runtime's own assembly, which cannot be rewritten as a whole; the collections in it are explored without being asked for");
        if (FileOf(name) is not null)
            return;
        IEnumerable<string> there = new[] { this.folder, framework }.SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll")).Select(file => Path.GetFileNameWithoutExtension(file)!).Distinct();
        throw new UnsupportedCodeException($"no assembly to rewrite is called '{name}', beside the program or in the framework{Suggestion.For(name, there)}");
    }

    private static string? Existing(string file) => File.Exists(file) ? file : null;

    private static bool IsTool(string name) =>
        Tools.Any(tool => name.StartsWith(tool, StringComparison.OrdinalIgnoreCase)
            && (tool[^1] == '.' || name.Length == tool.Length || name[tool.Length] == '.' || tool is "xunit" or "nunit" or "FSharp"))
        && !name.EndsWith(".Tests", StringComparison.Ordinal) && !name.EndsWith(".Samples", StringComparison.Ordinal);
}
