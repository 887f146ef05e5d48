using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>
/// What the accesses of rewritten code are calls of. Outside an exploration each does what it stands for; inside, accesses to what can be
/// shared go to the <see cref="Session"/>. Not to be called by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Hooks
{
    /// <summary>A plain read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load<T>(ref T location, int site) =>
        Session.Current is { } session ? session.Load(ref location, Ordering.Plain, site) : Initialiser.Read(ref location, site);

    /// <summary>A volatile read.</summary>
    public static T LoadVolatile<T>(ref T location, int site)
    {
        if (Session.Current is { } session)
            return session.Load(ref location, Ordering.Volatile, site);
        T value = Initialiser.Read(ref location, site);
        Volatile.ReadBarrier();
        return value;
    }

    /// <summary>A plain write.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(ref T location, T value, int site)
    {
        if (Session.Current is { } session)
            session.Store(ref location, value, Ordering.Plain, site);
        else
            location = value;
    }

    /// <summary>A volatile write.</summary>
    public static void StoreVolatile<T>(ref T location, T value, int site)
    {
        if (Session.Current is { } session)
        {
            session.Store(ref location, value, Ordering.Volatile, site);
            return;
        }
        Volatile.WriteBarrier();
        location = value;
    }

    /// <summary>A plain write, the address being pushed last.</summary>
    public static void StoreTo<T>(T value, ref T location, int site) => Store(ref location, value, site);

    /// <summary>A volatile write, the address being pushed last.</summary>
    public static void StoreVolatileTo<T>(T value, ref T location, int site) => StoreVolatile(ref location, value, site);

    /// <summary>Reads an element.</summary>
    public static T LoadElement<T>(T[] array, nint index, int site) => Load(ref ElementOf(array, index), site);

    /// <summary>Writes an element.</summary>
    public static void StoreElement<T>(T[] array, nint index, T value, int site)
    {
        if (!typeof(T).IsValueType && value is not null && array is not null && !array.GetType().GetElementType()!.IsInstanceOfType(value))
            throw new ArrayTypeMismatchException();
        Store(ref ElementOf(array!, index), value, site);
    }

    /// <summary><c>initobj</c>.</summary>
    public static void Clear<T>(ref T location, int site) => Store(ref location, default!, site);

    /// <summary><c>cpobj</c>.</summary>
    public static void Copy<T>(ref T to, ref T from, int site) => Store(ref to, Load(ref from, site), site);

    private static ref T ElementOf<T>(T[] array, nint index)
    {
        if ((nuint)index >= (nuint)array.Length)
            _ = array[index];
        return ref Unsafe.Add(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(array), index);
    }
}
