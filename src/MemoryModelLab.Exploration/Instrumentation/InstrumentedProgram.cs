using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using MemoryModelLab.Exploration.Instrumentation.Rewriting;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>A program's assemblies, rewritten and loaded beside the originals; unloaded when it is disposed.</summary>
public sealed class InstrumentedProgram : AssemblyLoadContext, IDisposable
{
    private static readonly Assembly Own = typeof(InstrumentedProgram).Assembly;

    private readonly RewrittenAssemblies assemblies;
    private readonly Rewriter rewriter;
    private readonly string main;
    private readonly HashSet<int> called = [];
    private readonly Heap statics = new();
    private readonly ConcurrentDictionary<nuint, int> initialiserReads = [];
    private readonly Lock gate = new();
    private readonly AssemblyDependencyResolver? dependencies;

    /// <summary>Loads a program.</summary>
    /// <param name="main">The file of its main assembly.</param>
    /// <param name="also">The names of assemblies of the framework to rewrite too.</param>
    public InstrumentedProgram(string main, IReadOnlyCollection<string>? also = null)
        : base("exploration of " + Path.GetFileName(main), isCollectible: true)
    {
        AssertionListener.Install();
        assemblies = new RewrittenAssemblies(main, also ?? []);
        rewriter = new Rewriter(assemblies);
        this.main = Path.GetFileNameWithoutExtension(main);
        if (File.Exists(Path.ChangeExtension(main, ".deps.json")))
            dependencies = new AssemblyDependencyResolver(main);
    }

    /// <summary>The rewritten main assembly.</summary>
    public Assembly Main => LoadFromAssemblyName(new AssemblyName(main));

    /// <summary>The calls of code that is not rewritten, and may keep something from one call to the next.</summary>
    public IReadOnlyList<Site> OpaqueCalls => [.. called.Select(SiteTable.Get).DistinctBy(site => site.Member)];

    /// <summary>The builds of what has been rewritten, or was asked for, and of the explorer, by name.</summary>
    internal IReadOnlyDictionary<string, Guid> Builds => new SortedDictionary<string, Guid>(
        Assemblies.Select(assembly => assembly.GetName().Name!).Concat(assemblies.Asked).Distinct(StringComparer.OrdinalIgnoreCase).ToDictionary(name => name, BuildOf))
    {
        [Own.GetName().Name!] = Own.ManifestModule.ModuleVersionId,
    };

    /// <summary>Fails unless a checkpoint is of a method of this program, built and rewritten as it is.</summary>
    /// <exception cref="CheckpointException">It is not.</exception>
    internal void Demand(ExplorationCheckpoint checkpoint, string method)
    {
        if (checkpoint.Method != method)
            throw new CheckpointException($"it is of {checkpoint.Method ?? "a program that is not rewritten"}, not of {method}");
        if (assemblies.Asked.FirstOrDefault(asked => !checkpoint.Builds.ContainsKey(asked)) is { } missing)
            throw new CheckpointException($"it is of an exploration without {missing}");
        foreach ((string name, Guid build) in checkpoint.Builds)
        {
            Guid now = name == Own.GetName().Name ? Own.ManifestModule.ModuleVersionId : BuildOf(name);
            if (now != build)
                throw new CheckpointException(now == Guid.Empty ? $"it is of an exploration with {name}" : $"{name} has been built anew since: begin anew, without it");
        }
    }

    /// <summary>The rewritten copy of a method.</summary>
    public MethodBase Find(MethodBase original)
    {
        Type type = FindType(original.DeclaringType!);
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        string signature = original.ToString()!;
        return type.GetMembers(All).OfType<MethodBase>().First(method => method.Name == original.Name && method.ToString() == signature);
    }

    /// <summary>The rewritten copy of a type; a type that is not rewritten is its own.</summary>
    public Type FindType(Type original)
    {
        if (original.IsConstructedGenericType)
            return FindType(original.GetGenericTypeDefinition()).MakeGenericType([.. original.GetGenericArguments().Select(FindType)]);
        if (original.IsArray)
            return original.IsSZArray ? FindType(original.GetElementType()!).MakeArrayType() : original;
        AssemblyName name = assemblies.CopyOf(original) is { } copy ? new AssemblyName { Name = copy } : original.Assembly.GetName();
        return assemblies.FileOf(name.Name!) is null ? original : LoadFromAssemblyName(name).GetType(original.FullName!, throwOnError: true)!;
    }

    /// <summary>Unloads it.</summary>
    public void Dispose()
    {
        statics.Dispose();
        Unload();
    }

    /// <summary>A class initialiser created an object.</summary>
    internal void KeepInitial(object value)
    {
        lock (gate)
            statics.Add(value, HeapObject.Nobody, isInitial: true);
    }

    /// <summary>The object made by a class initialiser that an address is inside of, or null.</summary>
    internal HeapObject? FindInitial(nuint address)
    {
        lock (gate)
            return statics.Find(address);
    }

    /// <summary>What class initialisers have read that threads set off, by address, and where.</summary>
    internal IEnumerable<KeyValuePair<nuint, int>> InitialiserReads => initialiserReads;

    /// <summary>A class initialiser that a thread has set off has read.</summary>
    internal void NoteInitialiserRead(nuint address, int site) => initialiserReads.TryAdd(address, site);

    /// <summary>An exploration begins: nothing has been called yet.</summary>
    internal void ForgetCalls()
    {
        lock (gate)
            called.Clear();
    }

    /// <summary>Code that is not rewritten was called.</summary>
    internal void Called(int site)
    {
        lock (gate)
            called.Add(site);
    }

    private Guid BuildOf(string name)
    {
        if (assemblies.FileOf(name) is not { } file)
            return Guid.Empty;
        using var image = new PEReader(File.OpenRead(file));
        MetadataReader metadata = image.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblies.FileOf(assemblyName.Name!) is not { } file)
            return Shared(assemblyName);
        lock (rewriter)
        {
            (MemoryStream code, MemoryStream? symbols) = rewriter.Rewrite(assemblyName.Name!, file);
            using (code)
            using (symbols)
                return LoadFromStream(code, symbols);
        }
    }

    /// <summary>An assembly that is not rewritten: the one there is, so that its types are the same on both sides.</summary>
    private Assembly? Shared(AssemblyName name)
    {
        if (Default.Assemblies.Any(loaded => loaded.GetName().Name == name.Name))
            return null;
        return dependencies?.ResolveAssemblyToPath(name) is { } path ? Default.LoadFromAssemblyPath(path) : null;
    }
}
