using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using MemoryModelLab.Exploration.Instrumentation.Rewriting;

namespace MemoryModelLab.Exploration.Instrumentation;

// What the framework creates of types that are rewritten.
public static partial class Hooks
{
    private static readonly ConcurrentDictionary<Type, Field[]> Fields = [];
    private static readonly ConcurrentDictionary<Type, Func<object>?> Constructors = [];

    /// <summary><c>Activator.CreateInstance&lt;T&gt;</c>, which is what <c>new T()</c> is.</summary>
    public static T Create<T>(int site) => typeof(T).IsValueType ? Activator.CreateInstance<T>() : (T)CreateOf(typeof(T), site);

    /// <summary><c>Activator.CreateInstance</c>.</summary>
    public static object CreateOf(Type type, int site)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (Constructors.GetOrAdd(type, FactoryOf) is { } create)
            return create();
        object created = Activator.CreateInstance(type)!;
        if (!type.IsValueType)
            Made(created);
        return created;
    }

    /// <summary><c>RuntimeHelpers.GetUninitializedObject</c>.</summary>
    public static object CreateUninitialized(Type type, int site)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Session.Current is { } session && Constructors.GetOrAdd(type, FactoryOf) is not null ? session.Create(type, -1) : Initialiser.Keep(RuntimeHelpers.GetUninitializedObject(type));
    }

    /// <summary><c>Array.CreateInstance</c>.</summary>
    public static Array CreateArray(Type type, int length, int site)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return Session.Current is { } session ? (Array)session.Create(type.MakeArrayType(), length) : Initialiser.Keep(Array.CreateInstance(type, length));
    }

    /// <summary><c>Object.MemberwiseClone</c>.</summary>
    public static object CloneObject(object value, int site)
    {
        if (value is Array array)
            return CloneArray(array, site);
        Type type = value.GetType();
        object copy = Session.Current is { } session ? session.Create(type, -1) : Initialiser.Keep(RuntimeHelpers.GetUninitializedObject(type));
        foreach (Field field in Fields.GetOrAdd(type, FieldsOf))
            field.Copy(ref field.At(value), ref field.At(copy), site);
        return copy;
    }

    private static Func<object>? FactoryOf(Type type) =>
        type.GetMethod(Factories.Name, BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly, [])?.CreateDelegate<Func<object>>();

    private static Field[] FieldsOf(Type type)
    {
        var fields = new List<Field>();
        for (Type? up = type; up is not null; up = up.BaseType)
        {
            fields.AddRange(up.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Select(field => new Field(AddressOf(field), Copier(field.FieldType))));
        }
        return [.. fields];
    }

    private static Copying Copier(Type type) =>
        typeof(Hooks).GetMethod(nameof(CopyField), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type.IsPointer ? typeof(nint) : type).CreateDelegate<Copying>();

    private static Locating AddressOf(FieldInfo field)
    {
        var method = new DynamicMethod("address", typeof(byte).MakeByRefType(), [typeof(object)], typeof(Hooks), skipVisibility: true);
        ILGenerator code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Castclass, field.DeclaringType!);
        code.Emit(OpCodes.Ldflda, field);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Locating>();
    }

    private static void CopyField<T>(ref byte from, ref byte to, int site) => Store(ref Unsafe.As<byte, T>(ref to), Load(ref Unsafe.As<byte, T>(ref from), site), site);

    private delegate ref byte Locating(object value);

    private delegate void Copying(ref byte from, ref byte to, int site);

    /// <summary>A field: where it is in an object, and how it is copied.</summary>
    private sealed record Field(Locating At, Copying Copy);
}
