using System.Collections.Concurrent;
using System.Collections.Frozen;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Mapping;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Cat;
using MemoryModelLab.Models.Cat.Predefined;
using MemoryModelLab.Models.Cat.Syntax;
using MemoryModelLab.Models.Relations;

namespace MemoryModelLab.Models;

/// <summary>A memory model written in the cat language (Alglave, Cousot, Maranget, arXiv:1608.07531).</summary>
public sealed class MemoryModel
{
    private readonly CatLibrary library;
    private readonly string path;
    private readonly FrozenSet<string> variants;
    private readonly ConcurrentDictionary<Architecture, CompiledModel> compiled = new();
    private readonly Lazy<CompilationTarget?> compiler;

    private MemoryModel(string name, string path, CatLibrary library, IEnumerable<string>? variants)
    {
        Name = name;
        this.path = path;
        this.library = library;
        this.variants = FrozenSet.ToFrozenSet(variants ?? [], StringComparer.OrdinalIgnoreCase);
        CatFile main = library.Load(path, new SourcePosition(path, 1, 1));
        Title = main.Header.Count == 0 ? name : main.Header[^1];
        Target = main.Header.Count > 0 && Enum.TryParse(main.Header[0], out Architecture target) ? target : null;
        compiler = new Lazy<CompilationTarget?>(CompilerFor);
    }

    /// <summary>The names of the models that come with this library, in alphabetical order.</summary>
    public static IReadOnlyList<string> BuiltInNames => CatLibrary.EmbeddedModels;

    /// <summary>The model's name: the file's, without folder and extension.</summary>
    public string Name { get; }

    /// <summary>The title in the file's header; the name when it has none.</summary>
    public string Title { get; }

    /// <summary>The text of the model's file.</summary>
    /// <exception cref="LitmusException">The file can no longer be read.</exception>
    public string Text => CatLibrary.Read(path, new SourcePosition(path, 1, 1));

    /// <summary>The architecture the file's header says it is for; null when it says none.</summary>
    public Architecture? Target { get; }

    /// <summary>The model <paramref name="name"/> that comes with this library.</summary>
    /// <exception cref="ArgumentException">There is none; the message suggests one.</exception>
    public static MemoryModel BuiltIn(string name)
    {
        if (!BuiltInNames.Contains(name))
        {
            throw new ArgumentException($"there is no model '{name}'{Suggestion.For(name, BuiltInNames)} (there are {string.Join(", ", BuiltInNames)})");
        }

        return new MemoryModel(name, CatLibrary.PathOfEmbedded(name), new CatLibrary(null), null);
    }

    /// <summary>The model in the file at <paramref name="path"/>.</summary>
    /// <param name="path">The file. The files it includes are sought beside it, then among those that come with this library.</param>
    /// <param name="variants">The variants that are on (<c>if "name"</c>); upper and lower case are the same.</param>
    /// <exception cref="LitmusException">The file cannot be read or is no cat file.</exception>
    public static MemoryModel FromFile(string path, IEnumerable<string>? variants = null) =>
        new(Path.GetFileNameWithoutExtension(path), path, new CatLibrary(Path.GetDirectoryName(path) ?? ""), variants);

    /// <summary>The model with the text <paramref name="text"/>; the files it includes come from this library.</summary>
    /// <param name="name">The model's name, and the file's in error messages.</param>
    /// <param name="text">The text of a cat file.</param>
    /// <param name="variants">The variants that are on.</param>
    /// <exception cref="LitmusException">The text is no cat file.</exception>
    public static MemoryModel FromText(string name, string text, IEnumerable<string>? variants = null)
    {
        var library = new CatLibrary(null);
        library.Add(name, text);
        return new MemoryModel(name, name, library, variants);
    }

    /// <summary>
    /// The program that this model judges: a C# test under a model of a processor is judged as .NET compiles it for that processor,
    /// everything else as it stands.
    /// </summary>
    public LitmusProgram Compile(LitmusProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return program.Architecture == Architecture.CSharp && compiler.Value is { } target ? Compilation.Compile(program, target) : program;
    }

    /// <summary>
    /// The model for tests of <paramref name="architecture"/>. Where it is not <see cref="CompiledModel.IsComplete"/>, the program goes
    /// on by what sets and relations hold; complete it with <see cref="Compile(Architecture, RelationGraph, INodeEvaluator)"/>.
    /// </summary>
    /// <exception cref="LitmusException">The program has an error.</exception>
    internal CompiledModel Compile(Architecture architecture) => compiled.GetOrAdd(
        architecture,
        a => ProgramRun.Run(library, path, PredefinedNames.For(new RelationGraph(), a, Target), null, variants)[0]);

    /// <summary>
    /// The model for one event structure or one execution, whose values <paramref name="values"/> knows: one model for each choice that
    /// <c>with x from S</c> makes, each of which makes an execution of its own. Null when the program asks for a value that is not known
    /// (an event structure does not know rf and co).
    /// </summary>
    /// <exception cref="LitmusException">The program has an error.</exception>
    internal IReadOnlyList<CompiledModel>? Compile(Architecture architecture, RelationGraph graph, INodeEvaluator values)
    {
        try
        {
            return ProgramRun.Run(library, path, PredefinedNames.For(graph, architecture, Target), values, variants);
        }
        catch (NeedsValueException)
        {
            return null;
        }
    }

    // Where SFENCE means something, stores need it to stay in order: no x64, which has them in order anyway.
    private CompilationTarget? CompilerFor() => Target switch
    {
        Architecture.AArch64 => CompilationTarget.Arm64LseRcpc,
        Architecture.X86 or Architecture.X86_64 => Text.Contains("[SFENCE]", StringComparison.Ordinal) ? CompilationTarget.Pso : CompilationTarget.X64,
        _ => null,
    };
}
