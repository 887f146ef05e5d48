using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>The types that the short forms of element and address instructions stand for.</summary>
internal static class Elements
{
    /// <summary>The type an instruction reads an element of; null for other instructions.</summary>
    public static TypeReference? OfLoadElement(Instruction at, RewriteScope scope) => at.OpCode.Code switch
    {
        Code.Ldelem_Any => (TypeReference)at.Operand,
        Code.Ldelem_I => scope.Module.TypeSystem.IntPtr,
        Code.Ldelem_I1 => scope.Module.TypeSystem.SByte,
        Code.Ldelem_I2 => scope.Module.TypeSystem.Int16,
        Code.Ldelem_I4 => scope.Module.TypeSystem.Int32,
        Code.Ldelem_I8 => scope.Module.TypeSystem.Int64,
        Code.Ldelem_U1 => scope.Module.TypeSystem.Byte,
        Code.Ldelem_U2 => scope.Module.TypeSystem.UInt16,
        Code.Ldelem_U4 => scope.Module.TypeSystem.UInt32,
        Code.Ldelem_R4 => scope.Module.TypeSystem.Single,
        Code.Ldelem_R8 => scope.Module.TypeSystem.Double,
        Code.Ldelem_Ref => scope.Module.TypeSystem.Object,
        _ => null,
    };

    /// <summary>The type an instruction writes an element of; null for other instructions.</summary>
    public static TypeReference? OfStoreElement(Instruction at, RewriteScope scope) => at.OpCode.Code switch
    {
        Code.Stelem_Any => (TypeReference)at.Operand,
        Code.Stelem_I => scope.Module.TypeSystem.IntPtr,
        Code.Stelem_I1 => scope.Module.TypeSystem.SByte,
        Code.Stelem_I2 => scope.Module.TypeSystem.Int16,
        Code.Stelem_I4 => scope.Module.TypeSystem.Int32,
        Code.Stelem_I8 => scope.Module.TypeSystem.Int64,
        Code.Stelem_R4 => scope.Module.TypeSystem.Single,
        Code.Stelem_R8 => scope.Module.TypeSystem.Double,
        Code.Stelem_Ref => scope.Module.TypeSystem.Object,
        _ => null,
    };

    /// <summary>The type an instruction reads at an address; null for other instructions.</summary>
    public static TypeReference? OfLoadIndirect(Instruction at, RewriteScope scope) => at.OpCode.Code switch
    {
        Code.Ldind_I => scope.Module.TypeSystem.IntPtr,
        Code.Ldind_I1 => scope.Module.TypeSystem.SByte,
        Code.Ldind_I2 => scope.Module.TypeSystem.Int16,
        Code.Ldind_I4 => scope.Module.TypeSystem.Int32,
        Code.Ldind_I8 => scope.Module.TypeSystem.Int64,
        Code.Ldind_U1 => scope.Module.TypeSystem.Byte,
        Code.Ldind_U2 => scope.Module.TypeSystem.UInt16,
        Code.Ldind_U4 => scope.Module.TypeSystem.UInt32,
        Code.Ldind_R4 => scope.Module.TypeSystem.Single,
        Code.Ldind_R8 => scope.Module.TypeSystem.Double,
        Code.Ldind_Ref => scope.Module.TypeSystem.Object,
        _ => null,
    };

    /// <summary>The type an instruction writes at an address; null for other instructions.</summary>
    public static TypeReference? OfStoreIndirect(Instruction at, RewriteScope scope) => at.OpCode.Code switch
    {
        Code.Stind_I => scope.Module.TypeSystem.IntPtr,
        Code.Stind_I1 => scope.Module.TypeSystem.SByte,
        Code.Stind_I2 => scope.Module.TypeSystem.Int16,
        Code.Stind_I4 => scope.Module.TypeSystem.Int32,
        Code.Stind_I8 => scope.Module.TypeSystem.Int64,
        Code.Stind_R4 => scope.Module.TypeSystem.Single,
        Code.Stind_R8 => scope.Module.TypeSystem.Double,
        Code.Stind_Ref => scope.Module.TypeSystem.Object,
        _ => null,
    };
}
