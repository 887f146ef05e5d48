using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace MemoryModelLab.Exploration.Instrumentation;

/// <summary>A part of a struct that is accessed at once: a field of primitive type, or a reference.</summary>
/// <param name="Offset">Where in the struct, in bytes.</param>
/// <param name="Size">Its bytes; 0 for a reference.</param>
internal readonly record struct Leaf(int Offset, int Size);

/// <summary>What the accesses to a value of a type are: one, or, for a struct, one for each of its parts.</summary>
internal static class Shape<T>
{
    /// <summary>The parts, or null for a type that is accessed at once.</summary>
    public static readonly Leaf[]? Leaves = Shape.IsOne(typeof(T)) ? null : Shape.LeavesOf(typeof(T));

    /// <summary>How many bytes an access has, for a type that is accessed at once.</summary>
    public static readonly int Size = typeof(T).IsValueType ? Unsafe.SizeOf<T>() : 8;
}

/// <summary>The parts of structs.</summary>
internal static class Shape
{
    /// <summary>Whether values of the type are accessed at once.</summary>
    public static bool IsOne(Type type) => !type.IsValueType || type.IsPrimitive || type.IsEnum || type.IsPointer;

    /// <summary>The parts of a struct, in order.</summary>
    public static Leaf[] LeavesOf(Type type)
    {
        var leaves = new List<Leaf>();
        Collect(type, 0, leaves);
        return [.. leaves.OrderBy(leaf => leaf.Offset)];
    }

    private static void Collect(Type type, int at, List<Leaf> leaves)
    {
        if (IsOne(type))
        {
            leaves.Add(new Leaf(at, type.IsValueType ? SizeOf(type) : type.IsPointer ? 8 : 0));
            return;
        }
        FieldInfo[] fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        int repeat = type.GetCustomAttribute<InlineArrayAttribute>()?.Length ?? 1;
        foreach (FieldInfo field in fields)
        {
            int offset = OffsetOf(type, field);
            for (int i = 0; i < repeat; i++)
                Collect(field.FieldType, at + offset + (repeat == 1 ? 0 : i * SizeOf(type) / repeat), leaves);
        }
    }

    private static int SizeOf(Type type)
    {
        var method = new DynamicMethod("sizeof", typeof(int), []);
        ILGenerator code = method.GetILGenerator();
        code.Emit(OpCodes.Sizeof, type);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<int>>()();
    }

    private static int OffsetOf(Type type, FieldInfo field)
    {
        var method = new DynamicMethod("offsetof", typeof(int), [], typeof(Shape), skipVisibility: true);
        ILGenerator code = method.GetILGenerator();
        LocalBuilder local = code.DeclareLocal(type);
        code.Emit(OpCodes.Ldloca, local);
        code.Emit(OpCodes.Ldflda, field);
        code.Emit(OpCodes.Conv_U);
        code.Emit(OpCodes.Ldloca, local);
        code.Emit(OpCodes.Conv_U);
        code.Emit(OpCodes.Sub);
        code.Emit(OpCodes.Conv_I4);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<int>>()();
    }
}
