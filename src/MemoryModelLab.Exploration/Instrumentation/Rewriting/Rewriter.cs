using MemoryModelLab.Exploration.Instrumentation.Rewriting.Framework;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>
/// Rewrites an assembly so that each access to memory that can be shared is a call of a <see cref="Hooks"/> method. Nothing else changes: outside an
/// exploration the result does what the original does.
/// </summary>
/// <remarks>
/// The order matters: static fields first become fields of an object (<see cref="StaticFields"/>) and constructors get factories
/// (<see cref="Factories"/>), as the code refers to both; then each method body (<see cref="MethodRewriter"/>) and its handlers
/// (<see cref="HandlerRewriter"/>); at last the types that stand for others (<see cref="Substitutes"/>).
/// </remarks>
internal sealed class Rewriter(RewrittenAssemblies assemblies)
{
    /// <summary>Rewrites an assembly; the result, and its symbols where there were any.</summary>
    /// <param name="name">Its name, which may be that of the copy of one type of the assembly in the file.</param>
    /// <param name="path">Its file.</param>
    public (MemoryStream Code, MemoryStream? Symbols) Rewrite(string name, string path)
    {
        bool hasSymbols = false;
        using ModuleDefinition module = FrameworkTypes.Parse(name) is { } copy ? Copy(name, copy.Type, copy.Source) : Read(path, out hasSymbols);
        var scope = new RewriteScope(module, assemblies);
        TypeDefinition[] types = [.. module.GetTypes()];
        MethodDefinition[] methods = [.. types.SelectMany(type => type.Methods).Where(method => method.HasBody)];
        foreach (TypeDefinition type in types)
            StaticFields.Move(type, scope);
        foreach (TypeDefinition type in types)
            Factories.Add(type, scope);
        foreach (MethodDefinition method in methods)
        {
            new MethodRewriter(method, scope).Rewrite();
            HandlerRewriter.Rewrite(method, scope);
        }
        foreach (TypeDefinition type in types)
            StaticFields.WrapInitialiser(type, scope);
        scope.Substitutes.Apply();
        // Of an assembly that was compiled ahead of time, only the IL is left, and that is for any processor.
        module.Attributes = ModuleAttributes.ILOnly;
        module.Architecture = TargetArchitecture.I386;
        return Write(module, hasSymbols);
    }

    private ModuleDefinition Copy(string name, string type, string source)
    {
        TypeDefinition original = assemblies.Resolver.Resolve(new AssemblyNameReference(source, new Version())).MainModule.GetType(type);
        return ModuleDefinition.ReadModule(TypeCopy.Of(original, name, assemblies.CopyOf), new ReaderParameters { AssemblyResolver = assemblies.Resolver });
    }

    private ModuleDefinition Read(string path, out bool hasSymbols)
    {
        var parameters = new ReaderParameters { InMemory = true, AssemblyResolver = assemblies.Resolver };
        hasSymbols = true;
        try
        {
            return ModuleDefinition.ReadModule(path, new ReaderParameters
            {
                InMemory = true,
                AssemblyResolver = assemblies.Resolver,
                ReadSymbols = true,
                SymbolReaderProvider = new DefaultSymbolReaderProvider(throwIfNoSymbol: true),
            });
        }
        catch (Exception error) when (error is SymbolsNotFoundException or SymbolsNotMatchingException or FileNotFoundException)
        {
            hasSymbols = false;
            return ModuleDefinition.ReadModule(path, parameters);
        }
    }

    private static (MemoryStream Code, MemoryStream? Symbols) Write(ModuleDefinition module, bool hasSymbols)
    {
        var code = new MemoryStream();
        MemoryStream? symbols = hasSymbols ? new MemoryStream() : null;
        var parameters = new WriterParameters();
        if (symbols is not null)
        {
            parameters.WriteSymbols = true;
            parameters.SymbolStream = symbols;
            parameters.SymbolWriterProvider = new PortablePdbWriterProvider();
        }
        module.Write(code, parameters);
        code.Position = 0;
        if (symbols is not null)
            symbols.Position = 0;
        return (code, symbols);
    }
}
