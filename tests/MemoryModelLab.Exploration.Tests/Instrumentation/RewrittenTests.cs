using System.Reflection;
using System.Runtime.CompilerServices;
using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>The tests' own assembly, rewritten once for all tests of a class.</summary>
public sealed class RewrittenTests : IDisposable
{
    private readonly InstrumentedProgram _program = new(typeof(RewrittenTests).Assembly.Location);

    /// <summary>Explores the rewritten copy of a method that has captured nothing.</summary>
    public ExplorationResult Run(Action test, ExplorationOptions? options = null)
    {
        var method = (MethodInfo)_program.Find(test.Method);
        object? target = method.IsStatic ? null : RuntimeHelpers.GetUninitializedObject(method.DeclaringType!);
        return Explorer.Run(_program, method.CreateDelegate<Action>(target), new InstrumentedOptions { Exploration = options ?? new ExplorationOptions() }).Exploration;
    }

    public void Dispose() => _program.Dispose();
}
