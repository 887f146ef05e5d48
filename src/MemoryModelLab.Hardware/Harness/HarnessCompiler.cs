using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using MemoryModelLab.Hardware.Execution;
using MemoryModelLab.Hardware.MachineCode;
using MemoryModelLab.Litmus.Dialects.CSharp;
using MemoryModelLab.Litmus.Programs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MemoryModelLab.Hardware.Harness;

/// <summary>Compiles a harness into memory, optimised, and loads it where it can be unloaded again.</summary>
internal static class HarnessCompiler
{
    private const string Name = "LitmusHarness";

    // What cannot be unloaded is loaded once, however often a campaign comes back to its test.
    private static readonly ConcurrentDictionary<(JitMode Jit, string Source), Assembly> Kept = new();

    /// <summary>The harness for <paramref name="program"/> with cells for batches of all <paramref name="shapes"/>.</summary>
    /// <exception cref="NotSupportedException">The test cannot run so; the message says why.</exception>
    public static CompiledHarness Compile(LitmusProgram program, IReadOnlyList<BatchShape> shapes, JitMode jit, CancellationToken cancellation)
    {
        CompiledHarness? harness = null;
        CompilerStack.Run(program.Test, () => harness = CompileHere(program, shapes, jit, cancellation));
        return harness!;
    }

    private static CompiledHarness CompileHere(LitmusProgram program, IReadOnlyList<BatchShape> shapes, JitMode jit, CancellationToken cancellation)
    {
        var source = new HarnessSource(CSharpUnit.Create(program.Test), program, jit);
        Assembly loaded = jit == JitMode.Tier1
            ? Load(source.Text, jit, program.Threads.Count, cancellation)
            : Kept.GetOrAdd((jit, source.Text), _ => Load(source.Text, jit, program.Threads.Count, cancellation));
        Type type = loaded.GetType("Litmus", throwOnError: true)!;
        int rowSize = (int)type.GetMethod("RowSize")!.Invoke(null, null)!;
        int rows = shapes.Max(shape => CompiledShape.Of(shape, rowSize, source.Locations).Rows);
        object harness = Activator.CreateInstance(type, rows, shapes.Max(shape => shape.Size))!;
        return new CompiledHarness
        {
            Context = AssemblyLoadContext.GetLoadContext(loaded)!,
            Run = [.. program.Threads.Select((_, thread) => type.GetMethod($"Run{thread}")!.CreateDelegate<RunIterations>(harness))],
            Fold = type.GetMethod("Fold")!.CreateDelegate<FoldIterations>(harness),
            RowSize = rowSize,
            Source = source,
        };
    }

    private static Assembly Load(string text, JitMode jit, int threads, CancellationToken cancellation)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            Name,
            [CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest), cancellationToken: CancellationToken.None)],
            [CSharpUnit.CoreLibraryReference],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, concurrentBuild: false));
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image, cancellationToken: CancellationToken.None);
        if (!emitted.Success)
        {
            // The test itself compiles; what fails here is an insertion into it, which is then named.
            Diagnostic error = emitted.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            throw new NotSupportedException($"the harness around this test does not compile: {error.GetMessage(null)} ({error.Id})");
        }

        // What can be unloaded is always compiled fully optimised, so tiers and images need what cannot.
        var context = new AssemblyLoadContext("litmus harness", isCollectible: jit == JitMode.Tier1);
        image.Position = 0;
        Assembly loaded = jit == JitMode.ReadyToRun ? LoadPrecompiled(image.ToArray(), context, cancellation) : context.LoadFromStream(image);
        if (jit == JitMode.ReadyToRun) CheckPrecompiled(loaded.GetType("Litmus", throwOnError: true)!, threads);
        return loaded;
    }

    // The file may go as soon as it is loaded: its pages stay mapped.
    private static Assembly LoadPrecompiled(byte[] assembly, AssemblyLoadContext context, CancellationToken cancellation)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mml-");
        try
        {
            string path = ReadyToRunImage.Compile(folder, Name, assembly, new MachineCodeOptions(TargetProcessor.X64, JitMode.ReadyToRun), cancellation);
            return context.LoadFromAssemblyPath(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The runtime refuses an image silently, and compiles instead: then it is not the image's code that would run.
    private static void CheckPrecompiled(Type type, int threads)
    {
        long before = JitInfo.GetCompiledMethodCount(currentThread: true);
        for (int thread = 0; thread < threads; thread++) RuntimeHelpers.PrepareMethod(type.GetMethod($"P{thread}", BindingFlags.Static | BindingFlags.NonPublic)!.MethodHandle);
        if (JitInfo.GetCompiledMethodCount(currentThread: true) > before) throw new NotSupportedException("the runtime does not take the code that was compiled ahead of time");
    }
}
