using System.Reflection;
using MemoryModelLab.Consistency.Objects;
using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Instrumentation.Linearizability;

namespace MemoryModelLab.Exploration;

public static partial class Explorer
{
    /// <summary>
    /// Explores threads that call operations of one object, and throws when the object is not linearizable: when what they answer is explained by no order of the
    /// operations, done one after the other on a twin, that keeps each thread's own and puts before an operation what a client can know to be over.
    /// </summary>
    /// <param name="create">Makes the object.</param>
    /// <param name="threads">What each thread calls, and what it answers: <c>[s => s.TryPop(out int top) ? top : null]</c>.</param>
    /// <param name="twin">Makes what operations are done on one after the other; without it, another object like the first.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ExplorationException">An execution failed, or not all could be explored.</exception>
    public static void Linearizable<T>(
        Func<T> create, Func<T, object?>[][] threads, Func<T>? twin = null, InstrumentedOptions? options = null) => Demand(RunLinearizable(create, threads, twin, options));

    /// <summary>The same against a specification that histories are checked by: <c>ObjectType.Queue</c>, with <c>[new(q => q.TryDequeue(out int x) ? x : ObjectOperation.Empty, "dequeue")]</c>.</summary>
    /// <param name="create">Makes the object.</param>
    /// <param name="type">What it is: one of those in <see cref="ObjectType.All"/>.</param>
    /// <param name="threads">What each thread calls.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ExplorationException">An execution failed, or not all could be explored.</exception>
    public static void Linearizable<T>(Func<T> create, ObjectType type, SpecifiedOperation<T>[][] threads, InstrumentedOptions? options = null) =>
        Demand(RunLinearizable(create, type, threads, options));

    /// <summary>The same against a specification of your own.</summary>
    public static void Linearizable<T, TState>(
        Func<T> create, ISequentialSpecification<TState> specification, SpecifiedOperation<T>[][] threads, InstrumentedOptions? options = null)
        where TState : IEquatable<TState> => Demand(RunLinearizable(create, specification, threads, options));

    /// <summary>
    /// The program that <see cref="Linearizable{T}(Func{T}, Func{T, object}[][], Func{T}, InstrumentedOptions)"/> explores: what a method marked
    /// <see cref="ExplorationTestAttribute"/> may return.
    /// </summary>
    public static Action Linearizing<T>(Func<T> create, Func<T, object?>[][] threads, Func<T>? twin = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(threads);
        // What is done with twins is no part of the program.
        return Initialiser.Make(null, () => LinearizabilityTest<T>.Against(create, twin ?? create, threads)).Main;
    }

    /// <summary>The same against a specification that histories are checked by.</summary>
    public static Action Linearizing<T>(Func<T> create, ObjectType type, SpecifiedOperation<T>[][] threads)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(threads);
        return Initialiser.Make(null, () => LinearizabilityTest<T>.Against(create, new CheckedBy(type, LinearizableObject.Check), threads)).Main;
    }

    /// <summary>As <see cref="Linearizable{T}(Func{T}, Func{T, object}[][], Func{T}, InstrumentedOptions)"/>; returns the result, whatever the verdict.</summary>
    public static InstrumentedResult RunLinearizable<T>(
        Func<T> create, Func<T, object?>[][] threads, Func<T>? twin = null, InstrumentedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(threads);
        return RunLinearizable<T>(create, [.. threads.SelectMany(operations => operations)], options, (program, copied) =>
        {
            Type operation = typeof(Func<,>).MakeGenericType(copied, typeof(object));
            Type maker = typeof(Func<>).MakeGenericType(copied);
            Delegate made = Copy(program, create, maker);
            return [made, twin is null ? made : Copy(program, twin, maker), Rows(threads, operation, one => Copy(program, one, operation))];
        });
    }

    /// <summary>As <see cref="Linearizable{T}(Func{T}, ObjectType, SpecifiedOperation{T}[][], InstrumentedOptions)"/>; returns the result, whatever the verdict.</summary>
    public static InstrumentedResult RunLinearizable<T>(Func<T> create, ObjectType type, SpecifiedOperation<T>[][] threads, InstrumentedOptions? options = null) =>
        RunSpecified(create, new CheckedBy(type, LinearizableObject.Check), threads, options);

    /// <summary>As <see cref="Linearizable{T, TState}"/>; returns the result, whatever the verdict.</summary>
    public static InstrumentedResult RunLinearizable<T, TState>(
        Func<T> create, ISequentialSpecification<TState> specification, SpecifiedOperation<T>[][] threads, InstrumentedOptions? options = null)
        where TState : IEquatable<TState>
    {
        ArgumentNullException.ThrowIfNull(threads);
        var known = new ObjectType("object", [.. threads.SelectMany(operations => operations).Select(operation => operation.Function).Distinct()]);
        return RunSpecified(create, new CheckedBy(known, (history, order, bounds) => LinearizableObject.Check(history, specification, order, bounds)), threads, options);
    }

    private static InstrumentedResult RunSpecified<T>(Func<T> create, CheckedBy specification, SpecifiedOperation<T>[][] threads, InstrumentedOptions? options)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(threads);
        return RunLinearizable<T>(create, [.. threads.SelectMany(operations => operations).Select(operation => operation.Call)], options, (program, copied) =>
        {
            Type call = typeof(Func<,>).MakeGenericType(copied, typeof(long?));
            Type operation = typeof(SpecifiedOperation<>).MakeGenericType(copied);
            object Copied(SpecifiedOperation<T> one) => Activator.CreateInstance(operation, Copy(program, one.Call, call), one.Function, one.Argument, one.Expected)!;
            return [Copy(program, create, typeof(Func<>).MakeGenericType(copied)), specification, Rows(threads, operation, Copied)];
        });
    }

    /// <summary>Explores a test that is made of copies in the rewritten program.</summary>
    private static InstrumentedResult RunLinearizable<T>(
        Delegate create, IEnumerable<Delegate> operations, InstrumentedOptions? options, Func<InstrumentedProgram, Type, object?[]> arguments)
    {
        options ??= new InstrumentedOptions();
        using var program = ProgramOf(create, options);
        Type copied = program.FindType(typeof(T));
        Type test = typeof(LinearizabilityTest<>).MakeGenericType(copied);
        object?[] given = arguments(program, copied);
        MethodInfo against = test.GetMethods().Single(method => method.Name == nameof(LinearizabilityTest<>.Against) && method.GetParameters()[1].ParameterType.IsInstanceOfType(given[1]));
        object made = against.Invoke(null, BindingFlags.DoNotWrapExceptions, null, given, null)!;
        return Run(program, test.GetMethod(nameof(LinearizabilityTest<>.Main))!.CreateDelegate<Action>(made), NameOf([create, .. operations]), options, null);
    }

    private static Array Rows<TOperation>(TOperation[][] threads, Type copied, Func<TOperation, object> copy)
    {
        Array rows = Array.CreateInstance(copied.MakeArrayType(), threads.Length);
        for (int thread = 0; thread < threads.Length; thread++)
        {
            Array own = Array.CreateInstance(copied, threads[thread].Length);
            for (int i = 0; i < own.Length; i++)
                own.SetValue(copy(threads[thread][i]), i);
            rows.SetValue(own, thread);
        }
        return rows;
    }

    private static void Demand(InstrumentedResult result)
    {
        if (result.Exploration.Verdict != ExplorationVerdict.Passed)
            throw new ExplorationException(result);
    }
}
