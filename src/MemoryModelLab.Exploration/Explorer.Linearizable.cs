using System.Reflection;
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
        Func<T> create, Func<T, object?>[][] threads, Func<T>? twin = null, InstrumentedOptions? options = null)
    {
        InstrumentedResult result = RunLinearizable(create, threads, twin, options);
        if (result.Exploration.Verdict != ExplorationVerdict.Passed)
            throw new ExplorationException(result);
    }

    /// <summary>
    /// The program that <see cref="Linearizable{T}"/> explores: what a method marked <see cref="ExplorationTestAttribute"/> may return.
    /// </summary>
    public static Action Linearizing<T>(Func<T> create, Func<T, object?>[][] threads, Func<T>? twin = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(threads);
        // What is done with twins is no part of the program.
        return Initialiser.Make(null, () => new LinearizabilityTest<T>(create, twin ?? create, threads)).Main;
    }

    /// <summary>As <see cref="Linearizable{T}"/>; returns the result, whatever the verdict.</summary>
    public static InstrumentedResult RunLinearizable<T>(
        Func<T> create, Func<T, object?>[][] threads, Func<T>? twin = null, InstrumentedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(threads);
        options ??= new InstrumentedOptions();
        using var program = ProgramOf(create, options);
        Type copied = program.FindType(typeof(T));
        Type operation = typeof(Func<,>).MakeGenericType(copied, typeof(object));
        Array copies = Array.CreateInstance(operation.MakeArrayType(), threads.Length);
        for (int thread = 0; thread < threads.Length; thread++)
        {
            Array own = Array.CreateInstance(operation, threads[thread].Length);
            for (int i = 0; i < own.Length; i++)
                own.SetValue(Copy(program, threads[thread][i], operation), i);
            copies.SetValue(own, thread);
        }
        Type maker = typeof(Func<>).MakeGenericType(copied);
        Delegate made = Copy(program, create, maker);
        Type test = typeof(LinearizabilityTest<>).MakeGenericType(copied);
        object instance = Activator.CreateInstance(test, BindingFlags.DoNotWrapExceptions | AllFields, null, [made, twin is null ? made : Copy(program, twin, maker), copies], null)!;
        return Run(program, test.GetMethod(nameof(LinearizabilityTest<>.Main))!.CreateDelegate<Action>(instance), NameOf([create, .. threads.SelectMany(operations => operations)]), options, null);
    }
}
