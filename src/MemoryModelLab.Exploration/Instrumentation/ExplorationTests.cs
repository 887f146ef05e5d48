using System.Globalization;
using System.Reflection;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>The methods of a rewritten program that are marked to be explored.</summary>
public static class ExplorationTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Those of an assembly, by name.</summary>
    /// <exception cref="UnsupportedCodeException">A marked method is generic, has other parameters than arguments, another result than an <see cref="Action"/>, or a class that cannot be created.</exception>
    public static IReadOnlyList<ExplorationTest> Of(InstrumentedProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return
        [
            .. program.Main.GetTypes().SelectMany(type => type.GetMethods(All))
                .SelectMany(method => method.GetCustomAttributes<ExplorationTestAttribute>().Select(mark => Test(program, method, [.. mark.Arguments])))
                .OrderBy(test => test.Name, StringComparer.Ordinal),
        ];
    }

    private static ExplorationTest Test(InstrumentedProgram program, MethodInfo method, object?[] arguments)
    {
        string name = $"{method.DeclaringType!.FullName}.{method.Name}";
        if (arguments.Length > 0)
            name += $"({string.Join(", ", arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "null"))})";
        if (method.IsGenericMethod || method.DeclaringType.IsGenericType || (method.ReturnType != typeof(void) && method.ReturnType != typeof(Action)))
            throw new UnsupportedCodeException($"{name} is marked to be explored: it must not be generic, and return nothing or an Action");
        if (!Fit(arguments, method.GetParameters()))
            throw new UnsupportedCodeException($"{name} is marked to be explored with {arguments.Length} arguments that are not those of its {method.GetParameters().Length} parameters");
        Func<object?> target = TargetOf(method);
        return new ExplorationTest(name, () => method.ReturnType == typeof(void)
            ? () => Call(method, target(), arguments)
            : Initialiser.Make(program, () => (Action)Call(method, target(), arguments)!));
    }

    private static Func<object?> TargetOf(MethodInfo method)
    {
        if (method.IsStatic)
            return () => null;
        MethodInfo create = method.DeclaringType!.GetMethod(Factories.Name, All, [])
            ?? throw new UnsupportedCodeException($"{method.DeclaringType.Name} has tests to be explored: it must have a constructor without parameters");
        return create.CreateDelegate<Func<object>>();
    }

    private static object? Call(MethodInfo method, object? target, object?[] arguments) =>
        method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private static bool Fit(object?[] arguments, ParameterInfo[] parameters) => arguments.Length == parameters.Length
        && arguments.Zip(parameters).All(pair => pair.First is null ? !pair.Second.ParameterType.IsValueType : pair.Second.ParameterType.IsInstanceOfType(pair.First));
}
