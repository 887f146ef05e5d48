using System.Reflection;
using System.Runtime.Loader;
using MemoryModelLab.Attributes;
using MemoryModelLab.Litmus;

namespace MemoryModelLab.Hardware.AttributeTests;

/// <summary>An assembly with attribute tests, loaded so that it can be unloaded; code that can be unloaded is compiled fully optimised at once.</summary>
public sealed class AttributeAssembly : IDisposable
{
    private const char Separator = '#';

    private readonly Context context;
    private readonly Assembly assembly;

    private AttributeAssembly(string path)
    {
        if (!File.Exists(path)) throw new AttributeTestException(path, "there is no such file");
        Path = path;
        context = new Context(System.IO.Path.GetFullPath(path));
        try
        {
            assembly = context.LoadFromAssemblyPath(System.IO.Path.GetFullPath(path));
        }
        catch (BadImageFormatException)
        {
            throw new AttributeTestException(path, "this is no .NET assembly; expected what dotnet build makes of a class library");
        }
    }

    /// <summary>The assembly's file.</summary>
    public string Path { get; }

    /// <summary>Changes with the assembly's content.</summary>
    public Guid Version => assembly.ManifestModule.ModuleVersionId;

    /// <summary>Whether the compiler was told not to optimise.</summary>
    public bool IsDebug => assembly.GetCustomAttribute<System.Diagnostics.DebuggableAttribute>() is { IsJITOptimizerDisabled: true };

    /// <summary>Whether <paramref name="path"/> names an assembly, or a test in one.</summary>
    public static bool IsAssembly(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Split(Separator)[0].EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The names of the tests in an assembly, as <c>My.dll#Namespace.Class</c>.</summary>
    /// <exception cref="AttributeTestException">It has none, or cannot be read.</exception>
    public static IReadOnlyList<string> Find(string path)
    {
        using var loaded = new AttributeAssembly(path);
        string[] names = [.. loaded.Types().Where(IsTest).Select(type => $"{path}{Separator}{type.FullName}").Order(StringComparer.Ordinal)];
        return names.Length > 0 ? names : throw new AttributeTestException(path, "no class of this assembly is marked [LitmusTest]");
    }

    /// <summary>The test called <paramref name="name"/>, as <see cref="Find"/> gives them; disposing of its assembly unloads it.</summary>
    /// <exception cref="AttributeTestException">It is not as a test must be.</exception>
    public static AttributeTest Load(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = name.Split(Separator, 2);
        var loaded = new AttributeAssembly(parts[0]);
        try
        {
            return new AttributeTest(loaded, loaded.Named(parts.ElementAtOrDefault(1) ?? ""));
        }
        catch (AttributeTestException)
        {
            loaded.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => context.Unload();

    private static bool IsTest(Type type) => type.GetCustomAttribute<LitmusTestAttribute>() is not null;

    private Type Named(string name)
    {
        Type[] tests = [.. Types().Where(IsTest)];
        if (Array.Find(tests, type => type.FullName == name) is { } found) return found;
        if (Types().Any(type => type.FullName == name)) throw new AttributeTestException(Path, $"the class {name} is not marked [LitmusTest]");

        // Who leaves out the namespace means one of those there are.
        string[] typed = [name, .. tests.Where(_ => !name.Contains('.', StringComparison.Ordinal)).Select(type => $"{type.Namespace}.{name}").Distinct()];
        string hint = typed.Select(each => Suggestion.For(each, tests.Select(type => type.FullName!))).FirstOrDefault(sentence => sentence.Length > 0) ?? "";
        throw new AttributeTestException(Path, $"no class '{name}' with [LitmusTest] is in this assembly{hint}");
    }

    private Type[] Types()
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            throw new AttributeTestException(Path, $"{e.LoaderExceptions.FirstOrDefault()?.Message ?? e.Message} (what the assembly needs must lie beside it)");
        }
    }

    // Our attributes are the very types this program knows; everything else is taken from beside the assembly.
    private sealed class Context(string path) : AssemblyLoadContext(System.IO.Path.GetFileName(path), isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (assemblyName.Name == typeof(LitmusTestAttribute).Assembly.GetName().Name) return typeof(LitmusTestAttribute).Assembly;
            string beside = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, assemblyName.Name + ".dll");
            return File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
        }
    }
}
