using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MemoryModelLab.Exploration.Instrumentation;

// What code that is not rewritten is given to read and to write, and what it makes.
public static partial class Hooks
{
    private static readonly ConcurrentDictionary<Type, Action<Array, int>> Lenders = [];

    /// <summary>An address is given to a call.</summary>
    public static void LendReference<T>(ref T location, int site) => Session.Current?.Lend(ref location, 1, site);

    /// <summary>A view of an array is called, which reads the array too.</summary>
    public static void LendViewed<T>(ref T view, int site)
        where T : struct
    {
        if (Session.Current is not { } session)
            return;
        session.Lend(ref view, 1, site);
        LendObject(view, site);
        session.LendAsOne(2);
    }

    /// <summary>An array is given to a call.</summary>
    public static void LendArray<T>(T[]? array, int site)
    {
        if (array is null)
            Session.Current?.LendNothing();
        else
            Session.Current?.Lend(ref MemoryMarshal.GetArrayDataReference(array), array.Length, site, array);
    }

    /// <summary>A span is given to a call.</summary>
    public static void LendSpan<T>(Span<T> span, int site) => Session.Current?.Lend(ref MemoryMarshal.GetReference(span), span.Length, site);

    /// <summary>A span is given to a call.</summary>
    public static void LendReadOnlySpan<T>(ReadOnlySpan<T> span, int site) => Session.Current?.Lend(ref MemoryMarshal.GetReference(span), span.Length, site);

    /// <summary>An object is given to a call: an array, maybe, or what keeps one.</summary>
    public static void LendObject(object? value, int site)
    {
        if (Session.Current is not { } session)
            return;
        if ((value is ValueType ? ArrayOf(value) : value) is Array array && array.GetType() is { IsSZArray: true } type)
            Lenders.GetOrAdd(type, MakeLender)(array, site);
        else
            session.LendHeld(value, site);
    }

    /// <summary>A call that some memory was lent to has returned an object, or made it.</summary>
    public static void Hold(object? returned, int lent) => Session.Current?.Hold(returned, lent);

    /// <summary>An object is called that may be of code that is not rewritten, or an array.</summary>
    public static void ReadObject(object? value, int site) => UseObject(value, false, site);

    /// <summary>An object is called, and changed, that may be of code that is not rewritten, or an array.</summary>
    public static void ChangeObject(object? value, int site) => UseObject(value, true, site);

    /// <summary>An object of code that is not rewritten has been made.</summary>
    public static void Made(object value) => Session.Current?.Made(value);

    /// <summary>A delegate has been made.</summary>
    public static void MadeDelegate(Delegate made) => Session.Current?.Made(made);

    /// <summary>A call has ended that some memory was lent to.</summary>
    public static void TakeBack(int count) => Session.Current?.TakeBack(count);

    /// <summary>A call has returned an array.</summary>
    public static T[]? Adopt<T>(T[]? array, int site) => Session.Current is { } session ? session.Adopt(array, site) : array is null ? null : Initialiser.Keep(array);

    /// <summary><c>Array.Clone</c>.</summary>
    public static object CloneArray(Array array, int site)
    {
        if (array.GetType() is not { IsSZArray: true } type || Session.Current is null)
            return Initialiser.Keep(array.Clone());
        return Cloners.GetOrAdd(type, MakeCloner)(array, site);
    }

    /// <summary><c>Array.Copy</c>.</summary>
    public static void CopyArray(Array from, Array to, int length, int site) => CopyRange(from, 0, to, 0, length, site);

    /// <summary><c>Array.Copy</c>, from and to an index.</summary>
    public static void CopyRange(Array from, int fromIndex, Array to, int toIndex, int length, int site)
    {
        if (Session.Current is null)
        {
            Array.Copy(from, fromIndex, to, toIndex, length);
            return;
        }
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.GetType() != to.GetType() || !from.GetType().IsSZArray)
            throw new UnsupportedCodeException($"{SiteTable.Get(site)}: arrays of different types, or of several dimensions, are not copied by the explorer");
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegative(fromIndex);
        ArgumentOutOfRangeException.ThrowIfNegative(toIndex);
        if (length > from.Length - fromIndex || length > to.Length - toIndex)
            throw new ArgumentException("Source array was not long enough, or destination array was not long enough.");
        Copiers.GetOrAdd(from.GetType(), MakeCopier)(from, fromIndex, to, toIndex, length, site);
    }

    /// <summary><c>Array.Clear</c>.</summary>
    public static void ClearArray(Array array, int site)
    {
        ArgumentNullException.ThrowIfNull(array);
        ClearRange(array, 0, array.Length, site);
    }

    /// <summary><c>Array.Clear</c> of some elements.</summary>
    public static void ClearRange(Array array, int index, int length, int site)
    {
        // Where it throws, it changes nothing.
        if (Session.Current is null || !array.GetType().IsSZArray || index < 0 || length < 0 || length > array.Length - index)
            Array.Clear(array, index, length);
        else
            Clearers.GetOrAdd(array.GetType(), MakeClearer)(array, index, length, site);
    }

    /// <summary><c>Span.ToArray</c>.</summary>
    public static T[] SpanToArray<T>(ref Span<T> span, int site) => ReadOnlySpanToArray(ref Unsafe.As<Span<T>, ReadOnlySpan<T>>(ref span), site);

    /// <summary><c>ReadOnlySpan.ToArray</c>.</summary>
    public static T[] ReadOnlySpanToArray<T>(ref ReadOnlySpan<T> span, int site)
    {
        T[] copy = NewArray<T>(span.Length);
        CopyElements(span, copy, site);
        return copy;
    }

    private static readonly ConcurrentDictionary<Type, Func<Array, int, Array>> Cloners = [];
    private static readonly ConcurrentDictionary<Type, Action<Array, int, Array, int, int, int>> Copiers = [];
    private static readonly ConcurrentDictionary<Type, Action<Array, int, int, int>> Clearers = [];

    private static Action<Array, int> MakeLender(Type type) => Make<Action<Array, int>>(nameof(LendElements), type);

    private static Func<Array, int, Array> MakeCloner(Type type) => Make<Func<Array, int, Array>>(nameof(CloneElements), type);

    private static Action<Array, int, Array, int, int, int> MakeCopier(Type type) => Make<Action<Array, int, Array, int, int, int>>(nameof(CopyElements), type);

    private static Action<Array, int, int, int> MakeClearer(Type type) => Make<Action<Array, int, int, int>>(nameof(ClearElements), type);

    private static TDelegate Make<TDelegate>(string name, Type array)
        where TDelegate : Delegate => typeof(Hooks).GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
            .Single(method => method.Name == name && method.GetParameters()[0].ParameterType == typeof(Array))
            .MakeGenericMethod(array.GetElementType()!).CreateDelegate<TDelegate>();

    /// <summary>The array that a view of one holds; null of what is none.</summary>
    private static Array? ArrayOf(object value) =>
        value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() is var view && (view == typeof(ArraySegment<>) || view == typeof(ArraySegment<>.Enumerator) || view == typeof(Memory<>) || view == typeof(ReadOnlyMemory<>))
            ? type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Select(field => field.GetValue(value)).OfType<Array>().FirstOrDefault() : null;

    private static void LendElements<T>(Array array, int site) => LendArray((T[])array, site);

    private static void UseObject(object? value, bool changes, int site)
    {
        if (value is not null and not Array and not string)
            Session.Current?.Use(value, changes, site);
        LendObject(value, site);
    }

    private static T[] CloneElements<T>(Array array, int site)
    {
        ReadOnlySpan<T> elements = (T[])array;
        return ReadOnlySpanToArray(ref elements, site);
    }

    private static void CopyElements<T>(Array from, int fromIndex, Array to, int toIndex, int length, int site) =>
        CopyElements(new ReadOnlySpan<T>((T[])from, fromIndex, length), new Span<T>((T[])to, toIndex, length), site);

    private static void ClearElements<T>(Array array, int index, int length, int site) => FillElements(new Span<T>((T[])array, index, length), default!, site);
}
