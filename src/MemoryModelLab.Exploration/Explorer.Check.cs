using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using MemoryModelLab.Exploration.Engine;
using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Instrumentation.Repairs;

namespace MemoryModelLab.Exploration;

public static partial class Explorer
{
    private const BindingFlags AllFields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>
    /// Explores plain C#: the assembly the delegate comes from is read again, rewritten in memory, and the same method explored in the
    /// rewritten copy.
    /// </summary>
    /// <param name="test">What the first thread does, without what it captured: it creates and starts all it needs.</param>
    /// <param name="options">How.</param>
    /// <returns>The result, whatever the verdict; to fail a test with it: <see cref="Check"/>.</returns>
    public static InstrumentedResult Run(Action test, InstrumentedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(test);
        options ??= new InstrumentedOptions();
        using var program = ProgramOf(test, options);
        return Run(program, (Action)Copy(program, test, typeof(Action)), NameOf(test), options, null);
    }

    /// <summary>Explores plain C#, and throws when an execution fails, or a bound was reached.</summary>
    /// <param name="test">What the first thread does, without what it captured: it creates and starts all it needs.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ExplorationException">An execution failed, or not all could be explored.</exception>
    public static void Check(Action test, InstrumentedOptions? options = null)
    {
        InstrumentedResult result = Run(test, options);
        if (result.Exploration.Verdict != ExplorationVerdict.Passed)
            throw new ExplorationException(result);
    }

    /// <summary>Explores code of a program that is rewritten already.</summary>
    public static InstrumentedResult Run(InstrumentedProgram program, Action test, InstrumentedOptions options) => Run(program, test, NameOf(test), options, null);

    /// <summary>Explores a marked method of a program that is rewritten already.</summary>
    public static InstrumentedResult Run(InstrumentedProgram program, ExplorationTest test, InstrumentedOptions options)
    {
        ArgumentNullException.ThrowIfNull(test);
        return Run(program, test.Body, test.Name, options, null);
    }

    /// <summary>Estimates how many executions of code of a rewritten program there are.</summary>
    /// <param name="program">The program.</param>
    /// <param name="test">What its first thread does.</param>
    /// <param name="options">How; a limit of time ends the estimate with what is known by then.</param>
    /// <param name="probes">How many branches of the search to follow.</param>
    public static ExplorationEstimate Estimate(InstrumentedProgram program, Action test, InstrumentedOptions options, int probes = 1000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(probes, 2);
        return OnOwnStack(() => new InstrumentedRun(program, test, NameOf(test), options, null).Estimate(probes));
    }

    internal static InstrumentedResult Run(InstrumentedProgram program, Action test, string name, InstrumentedOptions options, SiteOrderings? orderings) =>
        OnOwnStack(() => new InstrumentedRun(program, test, name, options, orderings).Run());

    /// <summary>What a checkpoint knows a method by: its name, and what it was given.</summary>
    private static string NameOf(params IEnumerable<Delegate> code) => string.Join("; ", code.Select(one => $"{one.Method.DeclaringType!.FullName}.{one.Method.Name}{Captured(one.Target)}"));

    private static string Captured(object? value) => value switch
    {
        null or string => $"{value}",
        _ when value.GetType().IsPrimitive => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        _ when value.GetType().IsDefined(typeof(CompilerGeneratedAttribute)) =>
            $"({string.Join(", ", value.GetType().GetFields(AllFields).Select(field => $"{field.Name} = {Captured(field.GetValue(value))}"))})",
        _ => value.GetType().Name,
    };

    /// <summary>The assembly a delegate comes from, rewritten.</summary>
    /// <exception cref="UnsupportedCodeException">There is no file to read it from again, or this is an exploration already.</exception>
    private static InstrumentedProgram ProgramOf(Delegate test, InstrumentedOptions options)
    {
        if (Session.Current is not null) throw new UnsupportedCodeException("an exploration inside an exploration is not supported: a method marked [ExplorationTest] is explored already, without a call of Explorer");
        string file = test.Method.DeclaringType!.Assembly.Location;
        if (file.Length == 0) throw new UnsupportedCodeException($"{test.Method.DeclaringType.Assembly.GetName().Name} has no file that could be read again and rewritten, as where an application is published as a single file");
        return new InstrumentedProgram(file, options.Also);
    }

    /// <summary>Runs something on a thread of our own, whose stack has a known size: an address inside is that of a local.</summary>
    internal static T OnOwnStack<T>(Func<T> run)
        where T : class
    {
        T? result = null;
        ExceptionDispatchInfo? error = null;
        var runner = new Thread(() =>
        {
            try
            {
                result = run();
            }
            catch (NondeterministicProgramException thrown)
            {
                error = ExceptionDispatchInfo.Capture(new UnsupportedCodeException(thrown.Message));
            }
            catch (Exception thrown)
            {
                // Whatever it is, it is the caller's, on whose thread it is thrown again.
                error = ExceptionDispatchInfo.Capture(thrown);
            }
        }, Session.StackSize);
        runner.Start();
        runner.Join();
        error?.Throw();
        return result!;
    }

    private static Delegate Copy(InstrumentedProgram program, Delegate test, Type type)
    {
        var method = (MethodInfo)program.Find(test.Method);
        return method.IsStatic ? method.CreateDelegate(type) : method.CreateDelegate(type, CopyClosure(program, test.Target!));
    }

    private static object CopyClosure(InstrumentedProgram program, object closure)
    {
        Type type = program.FindType(closure.GetType());
        object copy = RuntimeHelpers.GetUninitializedObject(type);
        foreach (FieldInfo captured in closure.GetType().GetFields(AllFields))
            type.GetField(captured.Name, AllFields)!.SetValue(copy, Constant(program, captured, captured.GetValue(closure)));
        program.KeepInitial(copy);
        return copy;
    }

    private static object? Constant(InstrumentedProgram program, FieldInfo captured, object? value)
    {
        if (value is null or string || value.GetType().IsPrimitive)
            return value;
        // A delegate that the compiler keeps; it makes another.
        if (captured.Name.StartsWith("<>9", StringComparison.Ordinal))
            return null;
        // The closure around this one.
        if (captured.FieldType.IsDefined(typeof(CompilerGeneratedAttribute)) && captured.FieldType.IsNested)
            return CopyClosure(program, value);
        throw new UnsupportedCodeException(
            $"the test captures {captured.Name}, which is not a number or a string: what is outside is not rewritten; create it inside");
    }
}
