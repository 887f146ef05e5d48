using System.Runtime.Loader;
using MemoryModelLab.Litmus.Dialects.CSharp;
using MemoryModelLab.Litmus.Programs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MemoryModelLab.Hardware.Harness;

/// <summary>Compiles a harness into memory, optimised, and loads it where it can be unloaded again.</summary>
internal static class HarnessCompiler
{
    /// <summary>The harness for <paramref name="program"/> with cells for <paramref name="capacity"/> iterations.</summary>
    /// <exception cref="NotSupportedException">The test cannot run so; the message says why.</exception>
    public static CompiledHarness Compile(LitmusProgram program, int capacity)
    {
        CompiledHarness? harness = null;
        CompilerStack.Run(program.Test, () => harness = CompileHere(program, capacity));
        return harness!;
    }

    private static CompiledHarness CompileHere(LitmusProgram program, int capacity)
    {
        var source = new HarnessSource(CSharpUnit.Create(program.Test), program);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "LitmusHarness",
            [CSharpSyntaxTree.ParseText(source.Text, new CSharpParseOptions(LanguageVersion.Latest))],
            [CSharpUnit.CoreLibraryReference],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, concurrentBuild: false));
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        if (!emitted.Success)
        {
            // The test itself compiles; what fails here is an insertion into it, which is then named.
            Diagnostic error = emitted.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            throw new NotSupportedException($"the harness around this test does not compile: {error.GetMessage(null)} ({error.Id})");
        }

        image.Position = 0;
        var context = new AssemblyLoadContext("litmus harness", isCollectible: true);
        Type type = context.LoadFromStream(image).GetType("Litmus", throwOnError: true)!;
        object harness = Activator.CreateInstance(type, capacity)!;
        return new CompiledHarness
        {
            Context = context,
            Run = [.. program.Threads.Select((_, thread) => type.GetMethod($"Run{thread}")!.CreateDelegate<Action<int>>(harness))],
            Fold = type.GetMethod("Fold")!.CreateDelegate<Action<int, int, long[], long[], Action<long[]>>>(harness),
            Source = source,
        };
    }
}
