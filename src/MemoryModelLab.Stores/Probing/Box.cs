using System.Runtime.CompilerServices;

namespace MemoryModelLab.Stores.Probing;

/// <summary>An object around a value: what is larger than a word is replaced by replacing the reference, and so never torn
/// (litmus/stores/TornValue.litmus is what happens otherwise).</summary>
internal sealed class Box<T>(T value)
{
    public readonly T Value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static object Wrap(T value) => typeof(T).IsValueType ? new Box<T>(value) : value ?? Boxes.Null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Unwrap(object box)
    {
        if (typeof(T).IsValueType)
            return Unsafe.As<Box<T>>(box).Value;
        return ReferenceEquals(box, Boxes.Null) ? default! : Unsafe.As<object, T>(ref box);
    }
}

/// <summary>Objects that stand for states of a slot.</summary>
internal static class Boxes
{
    /// <summary>The value null.</summary>
    public static readonly object Null = new();

    /// <summary>The value is in the next table.</summary>
    public static readonly object Moved = new();

    /// <summary>The key of a slot that was claimed, but closed before its key was decided. A string, and a short one: where keys are strings,
    /// it may be compared with those that <see cref="IKeyOperations{TKey}.IsQuick"/> is true of, and is none of them.</summary>
    public static readonly object NoKey = new string('\0', 1);
}
