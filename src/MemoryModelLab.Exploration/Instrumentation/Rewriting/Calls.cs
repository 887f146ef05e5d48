using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>Which calls of the framework are accesses or fences, and which hook each is.</summary>
internal static class Calls
{
    private static readonly Dictionary<string, string> Fences = new()
    {
        ["System.Threading.Thread::MemoryBarrier"] = nameof(Hooks.MemoryBarrier),
        ["System.Threading.Interlocked::MemoryBarrier"] = nameof(Hooks.MemoryBarrier),
        ["System.Threading.Interlocked::MemoryBarrierProcessWide"] = nameof(Hooks.MemoryBarrierProcessWide),
        ["System.Threading.Volatile::ReadBarrier"] = nameof(Hooks.ReadBarrier),
        ["System.Threading.Volatile::WriteBarrier"] = nameof(Hooks.WriteBarrier),
        ["System.Runtime.CompilerServices.RuntimeHelpers::InitializeArray"] = nameof(Hooks.InitializeArray),
    };

    private static readonly Dictionary<string, string> Accesses = new()
    {
        ["System.Threading.Volatile::Read"] = nameof(Hooks.LoadVolatile),
        ["System.Threading.Volatile::Write"] = nameof(Hooks.StoreVolatile),
        ["System.Threading.Interlocked::Exchange"] = nameof(Hooks.Exchange),
        ["System.Threading.Interlocked::CompareExchange"] = nameof(Hooks.CompareExchange),
        ["System.Threading.Interlocked::Add"] = nameof(Hooks.Add),
        ["System.Threading.Interlocked::Increment"] = nameof(Hooks.Increment),
        ["System.Threading.Interlocked::Decrement"] = nameof(Hooks.Decrement),
        ["System.Threading.Interlocked::And"] = nameof(Hooks.And),
        ["System.Threading.Interlocked::Or"] = nameof(Hooks.Or),
        ["System.Threading.Interlocked::Read"] = nameof(Hooks.Read),
        ["System.Threading.Thread::VolatileRead"] = nameof(Hooks.LoadVolatile),
        ["System.Threading.Thread::VolatileWrite"] = nameof(Hooks.StoreVolatile),
        ["System.Runtime.CompilerServices.Unsafe::Read"] = nameof(Hooks.Load),
        ["System.Runtime.CompilerServices.Unsafe::ReadUnaligned"] = nameof(Hooks.Load),
        ["System.Runtime.CompilerServices.Unsafe::Write"] = nameof(Hooks.Store),
        ["System.Runtime.CompilerServices.Unsafe::WriteUnaligned"] = nameof(Hooks.Store),
        ["System.Span`1::ToArray"] = nameof(Hooks.SpanToArray),
        ["System.ReadOnlySpan`1::ToArray"] = nameof(Hooks.ReadOnlySpanToArray),
        ["System.Activator::CreateInstance"] = nameof(Hooks.Create),
        ["System.Buffer::Memmove"] = nameof(Hooks.Move),
        ["System.Array::Resize"] = nameof(Hooks.ResizeArray),
        ["System.Array::Fill"] = nameof(Hooks.FillArray),
        ["System.Span`1::Clear"] = nameof(Hooks.ClearSpan),
        ["System.Span`1::Fill"] = nameof(Hooks.FillSpan),
        ["System.Span`1::CopyTo"] = nameof(Hooks.CopySpan),
        ["System.ReadOnlySpan`1::CopyTo"] = nameof(Hooks.CopyReadOnlySpan),
    };

    // By name and number of parameters.
    private static readonly Dictionary<(string, int), string> Endings = new()
    {
        [("System.Environment::Exit", 1)] = nameof(Hooks.Exit),
        [("System.Environment::FailFast", 1)] = nameof(Hooks.FailFast),
        [("System.Environment::FailFast", 2)] = nameof(Hooks.FailFastWith),
    };

    private static readonly Dictionary<string, string> Makers = new()
    {
        ["System.Guid::NewGuid()"] = nameof(Hooks.NewGuid),
        ["System.Object::MemberwiseClone()"] = nameof(Hooks.CloneObject),
        ["System.Activator::CreateInstance(System.Type)"] = nameof(Hooks.CreateOf),
        ["System.Array::CreateInstance(System.Type,System.Int32)"] = nameof(Hooks.CreateArray),
        ["System.Runtime.CompilerServices.RuntimeHelpers::GetUninitializedObject(System.Type)"] = nameof(Hooks.CreateUninitialized),
        ["System.Array::Clone()"] = nameof(Hooks.CloneArray),
        ["System.Array::Copy(System.Array,System.Array,System.Int32)"] = nameof(Hooks.CopyArray),
        ["System.Array::Copy(System.Array,System.Int32,System.Array,System.Int32,System.Int32)"] = nameof(Hooks.CopyRange),
        ["System.Array::Clear(System.Array)"] = nameof(Hooks.ClearArray),
        ["System.Array::Clear(System.Array,System.Int32,System.Int32)"] = nameof(Hooks.ClearRange),
    };

    private static readonly Dictionary<string, string> NativeMakers = new()
    {
        ["System.Runtime.InteropServices.NativeMemory::Alloc(System.UIntPtr)"] = nameof(Hooks.AllocateNative),
        ["System.Runtime.InteropServices.NativeMemory::Alloc(System.UIntPtr,System.UIntPtr)"] = nameof(Hooks.AllocateNativeElements),
        ["System.Runtime.InteropServices.NativeMemory::AllocZeroed(System.UIntPtr)"] = nameof(Hooks.AllocateZeroed),
        ["System.Runtime.InteropServices.NativeMemory::AllocZeroed(System.UIntPtr,System.UIntPtr)"] = nameof(Hooks.AllocateZeroedElements),
        ["System.Runtime.InteropServices.NativeMemory::AlignedAlloc(System.UIntPtr,System.UIntPtr)"] = nameof(Hooks.AllocateAligned),
        ["System.Runtime.InteropServices.NativeMemory::Free(System.Void*)"] = nameof(Hooks.FreeNative),
        ["System.Runtime.InteropServices.NativeMemory::AlignedFree(System.Void*)"] = nameof(Hooks.FreeAligned),
        ["System.Runtime.InteropServices.Marshal::AllocHGlobal(System.Int32)"] = nameof(Hooks.AllocateGlobal),
        ["System.Runtime.InteropServices.Marshal::AllocHGlobal(System.IntPtr)"] = nameof(Hooks.AllocateGlobalMany),
        ["System.Runtime.InteropServices.Marshal::FreeHGlobal(System.IntPtr)"] = nameof(Hooks.FreeGlobal),
    };

    private static readonly Dictionary<string, string> Vectors = new()
    {
        ["System.Runtime.Intrinsics.Vector128::Load"] = nameof(Hooks.LoadVector128),
        ["System.Runtime.Intrinsics.Vector256::Load"] = nameof(Hooks.LoadVector256),
        ["System.Runtime.Intrinsics.Vector512::Load"] = nameof(Hooks.LoadVector512),
        ["System.Runtime.Intrinsics.Vector128::LoadUnsafe"] = nameof(Hooks.LoadVector128),
        ["System.Runtime.Intrinsics.Vector256::LoadUnsafe"] = nameof(Hooks.LoadVector256),
        ["System.Runtime.Intrinsics.Vector512::LoadUnsafe"] = nameof(Hooks.LoadVector512),
    };

    // Nothing that is shared is accessed inside, and nothing is changed that a later call could see.
    private static readonly string[] Pure =
    [
        "System.Object", "System.String", "System.Math", "System.MathF", "System.Char", "System.Boolean", "System.Byte", "System.Int16", "System.Int32",
        "System.Int64", "System.UInt16", "System.UInt32", "System.UInt64", "System.IntPtr", "System.UIntPtr", "System.Single", "System.Double",
        "System.Decimal", "System.Nullable", "System.Type", "System.Enum", "System.Array::get_", "System.Array::Empty", "System.Array::GetLength",
        "System.ArgumentNullException", "System.ArgumentException", "System.ArgumentOutOfRangeException", "System.ObjectDisposedException", "System.Exception",
        "System.Numerics.", "System.Runtime.CompilerServices.RuntimeHelpers", "System.Runtime.CompilerServices.Unsafe", "System.HashCode",
        "System.Runtime.InteropServices.MemoryMarshal", "System.Runtime.CompilerServices.Runtime", "System.Runtime.CompilerServices.Default",
        "System.Runtime.CompilerServices.IsVolatile", "System.Span", "System.ReadOnlySpan", "System.MemoryExtensions", "System.Index", "System.Range",
        "System.Collections.Generic.EqualityComparer", "System.Collections.Generic.IEqualityComparer", "System.Collections.Generic.Comparer",
        "System.Collections.Generic.IComparer", "System.Collections.Generic.KeyValuePair", "System.IEquatable", "System.IComparable", "System.Func",
        "System.Action", "System.Predicate", "System.Comparison", "System.Delegate", "System.IDisposable", "System.ValueTuple", "System.Tuple", "System.Guid",
        "System.DateTime", "System.TimeSpan", "System.BitConverter", "System.Environment", "System.GC::", "System.Runtime.Intrinsics.", "System.Diagnostics.Debug",
        "System.InvalidOperationException", "System.NotSupportedException", "System.IndexOutOfRangeException", "System.OverflowException", "System.KeyNotFoundException",
        "System.Collections.Generic.KeyNotFoundException", "System.ThrowHelper", "System.Diagnostics.Tracing.", "System.SR::", "System.Collections.HashHelpers", "System.Collections.Generic.NonRandomizedStringEqualityComparer", "Xunit.Assert", "System.Collections.Immutable.", "System.Buffers.Binary.BinaryPrimitives",
    ];

    // They access nothing: they make one address, or one view, of another.
    private static readonly string[] Views =
    [
        "System.Runtime.CompilerServices.Unsafe::", "System.Span`1::", "System.ReadOnlySpan`1::",
        "System.MemoryExtensions::AsSpan", "System.MemoryExtensions::AsMemory", "System.Runtime.InteropServices.MemoryMarshal::", "System.Array::get_", "System.Array::GetLength",
        "System.Object::", "System.GC::", "System.ArgumentNullException::", "System.Func`", "System.Action`", "System.Predicate`", "System.Comparison`", "System.Delegate::",
        "System.Runtime.CompilerServices.RuntimeHelpers::Is", "System.Runtime.CompilerServices.RuntimeHelpers::GetHashCode", "System.Threading.Volatile::", "System.Threading.Interlocked::",
        "System.Type::", "System.Reflection.",
    ];

    /// <summary>The hook of a call without a type argument.</summary>
    public static string? Fence(MethodReference method) =>
        Fences.GetValueOrDefault(NameOf(method)) ?? (method is GenericInstanceMethod ? null : Makers.GetValueOrDefault(SignatureOf(method)));

    /// <summary>The hook of a call that makes memory no collector knows, or gives it back.</summary>
    public static string? Native(MethodReference method) => NativeMakers.GetValueOrDefault(SignatureOf(method));

    /// <summary>Whether a method of code that is not rewritten accesses nothing it is given, but makes a view of it.</summary>
    public static bool IsView(MethodReference method)
    {
        string name = NameOf(method);
        if (IsOfArray(method.DeclaringType))
            return method.Name is ".ctor" or "get_Span" or "get_Length" or "get_IsEmpty" or "get_Empty" or "get_Array" or "get_Offset" or "get_Count" or "Slice" or "op_Implicit" or "op_Equality" or "Equals" or "GetHashCode";
        return name is not ("System.Runtime.InteropServices.MemoryMarshal::Read" or "System.Runtime.InteropServices.MemoryMarshal::TryRead" or "System.Runtime.InteropServices.MemoryMarshal::Write"
            or "System.Runtime.InteropServices.MemoryMarshal::TryWrite" or "System.Span`1::TryCopyTo" or "System.ReadOnlySpan`1::TryCopyTo" or "System.Span`1::ToString" or "System.ReadOnlySpan`1::ToString" or "System.Object::Equals")
            && Views.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>Whether a struct is a view of an array, and holds it.</summary>
    public static bool IsOfArray(TypeReference type) => type.GetElementType().FullName is "System.ArraySegment`1" or "System.ArraySegment`1/Enumerator" or "System.Memory`1" or "System.ReadOnlyMemory`1";

    /// <summary>The hook of a call that is generic in the type accessed.</summary>
    public static string? Access(MethodReference method) =>
        Accesses.GetValueOrDefault(NameOf(method)) is { } access ? access
        : Vectors.GetValueOrDefault(NameOf(method)) is { } vector ? vector + (method.Parameters.Count == 1 ? "" : "At")
        : null;

    /// <summary>The hook of a call that may return the runtime's hash code of an object, which differs from run to run; and whether it is generic.</summary>
    public static (string Hook, bool IsGeneric)? Hash(MethodReference method, Instruction at) => NameOf(method) switch
    {
        "System.Collections.Generic.IEqualityComparer`1::GetHashCode" or "System.Collections.Generic.EqualityComparer`1::GetHashCode" when method.Parameters.Count == 1 => (nameof(Hooks.HashOf), true),
        "System.Runtime.CompilerServices.RuntimeHelpers::GetHashCode" => (nameof(Hooks.IdentityHash), false),
        "System.Object::GetHashCode" when at.OpCode.Code == Code.Call => (nameof(Hooks.IdentityHash), false),
        "System.Object::GetHashCode" when at.Previous is not { OpCode.Code: Code.Constrained } => (nameof(Hooks.HashOfObject), false),
        _ => null,
    };

    /// <summary>The hook of a call that ends the process.</summary>
    public static string? Ending(MethodReference method) => Endings.GetValueOrDefault((NameOf(method), method.Parameters.Count));

    /// <summary>Whether a method has a processor fetch memory, and nothing else.</summary>
    public static bool IsPrefetch(MethodReference method) => method.Name.StartsWith("Prefetch", StringComparison.Ordinal) && method.DeclaringType.Namespace.StartsWith("System.Runtime.Intrinsics", StringComparison.Ordinal);

    /// <summary>Whether numbers given to a method are addresses.</summary>
    public static bool TakesAddresses(MethodReference method) => method.DeclaringType.FullName == "System.Runtime.InteropServices.Marshal";

    /// <summary>Whether a call does nothing but let time pass.</summary>
    public static bool OnlyWaits(MethodReference method) =>
        NameOf(method) is "System.Threading.Thread::Yield" or "System.Threading.Thread::SpinWait" || (NameOf(method) == "System.Threading.Thread::Sleep" && method.Parameters[0].ParameterType.MetadataType == MetadataType.Int32);

    /// <summary>Whether a call computes a number of numbers.</summary>
    public static bool Computes(MethodReference method) => NameOf(method) is "System.Math::Min" or "System.Math::Max";

    /// <summary>Whether a call creates an array.</summary>
    public static bool IsNewArray(MethodReference method) => NameOf(method) is "System.GC::AllocateArray" or "System.GC::AllocateUninitializedArray";

    /// <summary>Whether a method of code that is not rewritten neither uses nor keeps anything that is shared.</summary>
    public static bool IsPure(MethodReference method)
    {
        string name = NameOf(method);
        return Pure.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
    }

    private static string SignatureOf(MethodReference method) =>
        $"{NameOf(method)}({string.Join(",", method.Parameters.Select(parameter => parameter.ParameterType.FullName))})";

    /// <summary>A method as <c>Namespace.Type::Name</c>.</summary>
    public static string NameOf(MethodReference method) => method.DeclaringType.GetElementType().FullName + "::" + method.Name;
}
