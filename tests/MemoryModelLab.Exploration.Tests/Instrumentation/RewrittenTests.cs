using System.Reflection;
using System.Runtime.CompilerServices;
using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Exploration.Tests.Instrumentation;

/// <summary>The tests' own assembly, rewritten once for all tests of a class.</summary>
public sealed class RewrittenTests : IDisposable
{
    private readonly InstrumentedProgram _program = new(typeof(RewrittenTests).Assembly.Location);

    /// <summary>Explores the rewritten copy of a method that has captured nothing.</summary>
    public ExplorationResult Run(Action test, ExplorationOptions? options = null) => Explore(Copy(test), options);

    /// <summary>Explores the rewritten copy of a method that is given another.</summary>
    public ExplorationResult Run<T>(Action<Action<T>> test, Action<T> given, ExplorationOptions? options = null)
    {
        var (program, argument) = (Copy(test), Copy(given));
        return Explore(() => program(argument), options);
    }

    public void Dispose() => _program.Dispose();

    private ExplorationResult Explore(Action test, ExplorationOptions? options) =>
        Explorer.Run(_program, test, new InstrumentedOptions { Exploration = options ?? new ExplorationOptions() }).Exploration;

    private T Copy<T>(T test)
        where T : Delegate
    {
        var method = (MethodInfo)_program.Find(test.Method);
        return method.CreateDelegate<T>(method.IsStatic ? null : RuntimeHelpers.GetUninitializedObject(method.DeclaringType!));
    }
}
