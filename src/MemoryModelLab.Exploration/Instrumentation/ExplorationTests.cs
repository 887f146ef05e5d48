using System.Reflection;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>The methods of a rewritten program that are marked to be explored.</summary>
public static class ExplorationTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Those of an assembly, by name.</summary>
    /// <exception cref="UnsupportedCodeException">A marked method has parameters, a result, or a class that cannot be created.</exception>
    public static IReadOnlyList<ExplorationTest> Of(InstrumentedProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return
        [
            .. program.Main.GetTypes().SelectMany(type => type.GetMethods(All))
                .Where(method => method.IsDefined(typeof(ExplorationTestAttribute)))
                .Select(method => new ExplorationTest($"{method.DeclaringType!.FullName}.{method.Name}", BodyOf(method)))
                .OrderBy(test => test.Name, StringComparer.Ordinal),
        ];
    }

    private static Action BodyOf(MethodInfo method)
    {
        if (method.GetParameters().Length > 0 || method.ReturnType != typeof(void) || method.IsGenericMethod || method.DeclaringType!.IsGenericType)
            throw new UnsupportedCodeException($"{method.DeclaringType!.Name}.{method.Name} is marked to be explored: it must have no parameters and no result");
        if (method.IsStatic)
            return method.CreateDelegate<Action>();
        MethodInfo create = method.DeclaringType.GetMethod(Factories.Name, All, [])
            ?? throw new UnsupportedCodeException($"{method.DeclaringType.Name} has tests to be explored: it must have a constructor without parameters");
        var made = create.CreateDelegate<Func<object>>();
        return () => method.CreateDelegate<Action>(made()).Invoke();
    }
}
