using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.Diagnostics.Runtime;

namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>
/// The machine code that the JIT of this process makes of the threads: they are loaded and compiled, and their code is read from this
/// process's own memory, with the JIT's map from IL to it.
/// </summary>
internal static class JitCode
{
    // Methods begin at multiples of this, so as many bytes are there of the smallest.
    private const ulong Alignment = 16;

    /// <summary>The code of the tests in <paramref name="assembly"/>.</summary>
    public static IReadOnlyList<MachineTest> Compile(PlainAssembly assembly, JitMode mode, CancellationToken cancellation)
    {
        // What can be unloaded is never compiled in tiers: its first code is its last, and optimised.
        var context = new AssemblyLoadContext("litmus bodies", isCollectible: mode != JitMode.Tier0);
        try
        {
            using var image = new MemoryStream(assembly.Image);
            Assembly loaded = context.LoadFromStream(image);
            MethodInfo[]?[] methods = [.. assembly.Tests.Select(test => test is null ? null : Methods(loaded, test))];
            foreach (MethodInfo method in methods.SelectMany(threads => threads ?? []))
            {
                cancellation.ThrowIfCancellationRequested();
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }

            // Attached when all is compiled: it looks at the runtime as it is then. Suspending would suspend this very thread.
            using DataTarget self = DataTarget.AttachToProcess(Environment.ProcessId, suspend: false);
            using ClrRuntime runtime = self.ClrVersions[0].CreateRuntime();
            var names = new RuntimeNames(runtime);
            return [.. assembly.Tests.Select((test, index) => MachineTest.Of(assembly, index, thread => Read(test!.Threads[thread], methods[index]![thread], runtime, names)))];
        }
        finally
        {
            if (context.IsCollectible) context.Unload();
        }
    }

    private static MethodInfo[] Methods(Assembly loaded, PlainTest test)
    {
        Type type = loaded.GetType(test.ClassName, throwOnError: true)!;
        return [.. test.Threads.Select(body => type.GetMethod(body.Name, BindingFlags.Static | BindingFlags.NonPublic)!)];
    }

    private static MachineBody Read(PlainBody body, MethodInfo method, ClrRuntime runtime, RuntimeNames names)
    {
        ClrMethod compiled = runtime.GetMethodByHandle((ulong)method.MethodHandle.Value) ?? throw new NotSupportedException($"the runtime does not tell where the code of {body.Name} is");
        ILToNativeMap[] map = [.. compiled.ILOffsetMap];
        if (compiled.NativeCode is 0 or ulong.MaxValue || map.Length == 0) throw new NotSupportedException($"the runtime does not tell where the code of {body.Name} is");

        // The last entry of the map ends somewhere behind the code, of an empty method in front of it; what is reached from the start says where.
        ulong start = compiled.NativeCode;
        byte[] code = new byte[Math.Max(Alignment, map.Max(entry => entry.EndAddress) - start)];
        if (runtime.DataTarget.DataReader.Read(start, code) != code.Length) throw new NotSupportedException($"the code of {body.Name} cannot be read");
        var decoded = new X64Code(code, start, names.NameOf, names.NameOfCell, handle => NameOfType(runtime.GetTypeByMethodTable(handle)));
        return new MachineBody(body, StatementMap.Apply(decoded.Decode(), body, [.. map.Select(entry => ((int)(entry.StartAddress - start), (int)(entry.EndAddress - start), entry.ILOffset))]));
    }

    private static string? NameOfType(ClrType? type) => type?.Name is { } name ? name[(name.LastIndexOf('+') + 1)..] : null;
}
