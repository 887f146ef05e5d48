using System.Reflection;
using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Instrumentation.Linearizability;

/// <summary>The operations of a thread: equal for threads that call the same operations with the same arguments.</summary>
internal sealed class OperationsCode(Delegate[] operations) : IEquatable<OperationsCode>
{
    private const BindingFlags AllFields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly Delegate[] operations = operations;

    /// <inheritdoc/>
    public bool Equals(OperationsCode? other) =>
        other is not null && operations.Length == other.operations.Length && operations.Zip(other.operations).All(pair => AreSame(pair.First, pair.Second));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OperationsCode);

    /// <inheritdoc/>
    public override int GetHashCode() => operations.Length;

    private static bool AreSame(Delegate left, Delegate right) => left.Method == right.Method && AreSame(left.Target, right.Target);

    /// <summary>Whether two closures are one, or hold the same.</summary>
    private static bool AreSame(object? left, object? right) =>
        ThreadCode.IsSame(left, right)
        || (left is not null && right is not null && left.GetType() == right.GetType() && left.GetType().IsDefined(typeof(CompilerGeneratedAttribute))
            && left.GetType().GetFields(AllFields).All(field => ThreadCode.IsSame(field.GetValue(left), field.GetValue(right))));
}
