using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>All that operations have answered: one of each. Values are compared by <c>Equals</c>.</summary>
/// <param name="mayBeErrors">Whether an exception can be an answer.</param>
internal sealed class Answers(bool mayBeErrors)
{
    private readonly Dictionary<(object? Value, Type? Error), Answer> all = [];
    private readonly List<Answer> byNumber = [];
    private readonly Lock gate = new();

    /// <summary>All of them, by number.</summary>
    public Answer[] All
    {
        get
        {
            lock (gate)
                return [.. byNumber];
        }
    }

    /// <summary>
    /// Does an operation. It may answer by an exception; whether it should have is the specification's to say. Not by those that the framework's design
    /// guidelines reserve to the runtime, which throws them where code has a fault.
    /// </summary>
    public Answer Of<T>(Func<T, object?> operation, T target)
    {
        try
        {
            return The(Kept(operation(target)), null);
        }
        catch (Exception error) when (mayBeErrors && !Session.IsOurs(error) && !IsFault(error))
        {
            return The(null, error.GetType());
        }
    }

    /// <summary>Whether an exception is one that nobody throws on purpose.</summary>
    public static bool IsFault(Exception error) => error is NullReferenceException or IndexOutOfRangeException;

    /// <summary>The answer of a value, or of an exception.</summary>
    public Answer The(object? value, Type? error) => Initialiser.Make(null, () =>
    {
        // Equality may be rewritten code, and is no part of the program.
        lock (gate)
        {
            if (all.TryGetValue((value, error), out Answer? known))
                return known;
            var answer = new Answer(all.Count, value, error);
            byNumber.Add(answer);
            return all[(value, error)] = answer;
        }
    });

    /// <summary>A copy of what is compared by its content: the thread makes it in the same place when it is run again.</summary>
    private static object? Kept(object? value) => value is ValueType || (value is not (null or string) && HasEquality(value.GetType())) ? Clone(value) : value;

    private static bool HasEquality(Type type) => type.GetMethod(nameof(Equals), [typeof(object)])!.DeclaringType != typeof(object);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(MemberwiseClone))]
    private static extern object Clone(object value);
}
