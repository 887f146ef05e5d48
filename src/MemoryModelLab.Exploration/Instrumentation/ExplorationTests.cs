using System.Collections;
using System.Globalization;
using System.Reflection;
using MemoryModelLab.Exploration.Instrumentation.Rewriting;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>The methods of a rewritten program that are marked to be explored.</summary>
public static class ExplorationTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>
    /// Those of an assembly, by name. One that cannot be run (a generic or an asynchronous one, one with other parameters than arguments, one whose class cannot be
    /// loaded or created) is there too; its body is an <see cref="UnsupportedCodeException"/> that says why.
    /// </summary>
    public static IReadOnlyList<ExplorationTest> Of(InstrumentedProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return
        [
            .. Types(program.Main, out TypeLoadException[] unloaded).SelectMany(type => type.GetMethods(All))
                .SelectMany(method => method.GetCustomAttributes<ExplorationTestAttribute>().SelectMany(mark => Marked(program, method, mark)))
                .Concat(unloaded.Select(error => Impossible(error.TypeName, $"its class cannot be loaded: {error.Message}")))
                .OrderBy(test => test.Name, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<ExplorationTest> Marked(InstrumentedProgram program, MethodInfo method, ExplorationTestAttribute mark)
    {
        if (mark.Each is not { } each)
            return [Test(program, method, [.. mark.Arguments])];
        if (method.DeclaringType!.GetProperty(each, All)?.GetMethod is not { IsStatic: true } get)
            return [Impossible($"{method.DeclaringType.FullName}.{method.Name}", $"its class has no static property '{each}'")];
        try
        {
            return Initialiser.Make(program, () => (get.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null) as IEnumerable)?.Cast<object?>().ToArray()) is { } all
                ? [.. all.Select(one => Test(program, method, [.. mark.Arguments, one]))]
                : [Impossible($"{method.DeclaringType.FullName}.{method.Name}", $"'{each}' is nothing that can be enumerated")];
        }
        catch (Exception error) when (error is not UnsupportedCodeException)
        {
            // The program's own, before there is anything to explore.
            return [Impossible($"{method.DeclaringType.FullName}.{method.Name}", $"'{each}' throws {error.GetType().Name}: {error.Message}")];
        }
    }

    private static ExplorationTest Test(InstrumentedProgram program, MethodInfo method, object?[] arguments)
    {
        string name = $"{method.DeclaringType!.FullName}.{method.Name}";
        if (arguments.Length > 0)
            name += $"({string.Join(", ", arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "null"))})";
        if (method.ReturnType.Name.Split('`')[0] is nameof(Task) or nameof(ValueTask))
            return Impossible(name, "async/await is not supported");
        if (method.IsGenericMethod || method.DeclaringType.IsGenericType || (method.ReturnType != typeof(void) && method.ReturnType != typeof(Action)))
            return Impossible(name, "it must not be generic, and return nothing or an Action");
        if (!Fit(arguments, method.GetParameters()))
            return Impossible(name, $"it is marked with {arguments.Length} arguments that are not those of its {method.GetParameters().Length} parameters");
        return new ExplorationTest(name, () =>
        {
            Func<object?> target = TargetOf(method);
            return method.ReturnType == typeof(void)
                ? () => Call(method, target(), arguments)
                : Initialiser.Make(program, () => Made(method, target(), arguments));
        });
    }

    private static Action Made(MethodInfo method, object? target, object?[] arguments)
    {
        try
        {
            return (Action?)Call(method, target, arguments) ?? throw new UnsupportedCodeException("it returns null, not what is to be explored");
        }
        catch (Exception error) when (error is not UnsupportedCodeException)
        {
            // The program's own, before there is anything to explore.
            throw new UnsupportedCodeException($"it throws while it makes what is to be explored: {error.GetType().Name}: {error.Message}");
        }
    }

    private static ExplorationTest Impossible(string name, string why) => new(name, () => throw new UnsupportedCodeException(why));

    private static IEnumerable<Type> Types(Assembly assembly, out TypeLoadException[] unloaded)
    {
        try
        {
            unloaded = [];
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException error)
        {
            unloaded = [.. error.LoaderExceptions.OfType<TypeLoadException>().DistinctBy(one => one.TypeName)];
            return error.Types.OfType<Type>();
        }
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
