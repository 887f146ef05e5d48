using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Instrumentation;

// Hash codes of objects that have no own: the runtime's differ from run to run, and where objects are in a table with them.
public static partial class Hooks
{
    private static readonly ConcurrentDictionary<Type, bool> Identities = [];

    /// <summary><c>IEqualityComparer.GetHashCode</c>.</summary>
    public static int HashOf<T>(IEqualityComparer<T> comparer, T value)
    {
        bool isIdentity = !typeof(T).IsValueType && value is not null && Session.Current is not null
            && (comparer is ReferenceEqualityComparer || (ReferenceEquals(comparer, EqualityComparer<T>.Default) && HasIdentity(value)));
        return isIdentity ? IdentityHash(value) : comparer.GetHashCode(value!);
    }

    /// <summary><c>Object.GetHashCode</c>.</summary>
    public static int HashOfObject(object value) => Session.Current is not null && HasIdentity(value) ? IdentityHash(value) : value.GetHashCode();

    /// <summary><c>RuntimeHelpers.GetHashCode</c>.</summary>
    public static int IdentityHash(object? value) => value is not null && Session.Current is { } session ? session.IdentityHash(value) : RuntimeHelpers.GetHashCode(value);

    private static bool HasIdentity(object value) =>
        Identities.GetOrAdd(value.GetType(), type => type.GetMethod(nameof(GetHashCode), [])?.DeclaringType == typeof(object));
}
