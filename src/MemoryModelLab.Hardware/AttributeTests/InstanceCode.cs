using System.Reflection;
using System.Reflection.Emit;

namespace MemoryModelLab.Hardware.AttributeTests;

/// <summary>Code over the fields of a test's class, made while running: reflection would take longer than the tests.</summary>
internal static class InstanceCode
{
    /// <summary>Reads the results of an instance.</summary>
    public static Action<object, long[]> Reader(AttributeTest test)
    {
        DynamicMethod method = Method(test, "Read", typeof(void), typeof(object), typeof(long[]));
        ILGenerator il = method.GetILGenerator();
        for (int index = 0; index < test.Results.Count; index++)
        {
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldc_I4, index);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, test.Results[index]);
            il.Emit(IsUnsigned(test.Results[index].FieldType) ? OpCodes.Conv_U8 : OpCodes.Conv_I8);
            il.Emit(OpCodes.Stelem_I8);
        }

        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Action<object, long[]>>();
    }

    /// <summary>Copies the fields of the second instance, which is as the constructor left it, to the first.</summary>
    public static Action<object, object> Resetter(AttributeTest test)
    {
        DynamicMethod method = Method(test, "Reset", typeof(void), typeof(object), typeof(object));
        ILGenerator il = method.GetILGenerator();
        foreach (FieldInfo field in test.Fields)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldfld, field);
            il.Emit(OpCodes.Stfld, field);
        }

        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Action<object, object>>();
    }

    private static bool IsUnsigned(Type type) => Type.GetTypeCode(type) is TypeCode.Boolean or TypeCode.Char or TypeCode.Byte or TypeCode.UInt16 or TypeCode.UInt32 or TypeCode.UInt64;

    // Private classes and fields are tests too; that is why visibility is skipped.
    private static DynamicMethod Method(AttributeTest test, string name, Type result, params Type[] parameters) => new(name, result, parameters, test.Type.Module, skipVisibility: true);
}
