using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Mapping;

/// <summary>
/// Compiles a C# test as .NET does, from the common instruction set to the common instruction set: every event becomes those of the
/// instructions that are emitted for it. The order of accesses stays as written: what a compiler may reorder besides is not done here.
/// </summary>
public static class Compilation
{
    /// <summary>The program that <paramref name="csharp"/> becomes on <paramref name="target"/>; its states consist of the same parts.</summary>
    /// <exception cref="ArgumentException">The program is not one of C#.</exception>
    public static LitmusProgram Compile(LitmusProgram csharp, CompilationTarget target)
    {
        ArgumentNullException.ThrowIfNull(csharp);
        ArgumentNullException.ThrowIfNull(target);
        if (csharp.Architecture != Architecture.CSharp) throw new ArgumentException($"{csharp.Test.Name} is a program of {csharp.Architecture}, not of C#", nameof(csharp));
        var compiled = new LitmusProgram
        {
            Test = csharp.Test,
            Architecture = target.Architecture,
            Locations = csharp.Locations,
            Threads = [.. csharp.Threads.Select(thread => new ThreadCompiler(thread, target).Compile())],
            Observed = csharp.Observed,
            Condition = csharp.Condition,
        };
        return ProcessWideBarriers.Expand(compiled, target.MemoryBarrier);
    }
}
