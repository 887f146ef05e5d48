using MemoryModelLab.Exploration.Instrumentation.Rewriting.Framework;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

internal sealed partial class MethodRewriter
{
    private void RewriteCall(Instruction at, MethodReference called)
    {
        callsOwn |= scope.IsRewritten(called.DeclaringType);
        if (Calls.Fence(called) is { } fence)
        {
            Replace(at, Site(at, Short(called)), Call(fence));
        }
        else if (Calls.Access(called) is { } access && AccessedType(called) is { } type)
        {
            Replace(at, Site(at, Describe(at)), Call(access, Argument(type)));
        }
        else if (Calls.Native(called) is { } native)
        {
            Replace(at, Call(native));
        }
        else if (Calls.IsNewArray(called))
        {
            Replace(at, Call(nameof(Hooks.AllocateArray), Argument(((GenericInstanceMethod)called).GenericArguments[0])));
        }
        else if (Calls.NameOf(called) == "System.Environment::get_CurrentManagedThreadId")
        {
            Replace(at, Call(nameof(Hooks.CurrentManagedThreadId)));
        }
        else if (Calls.Hash(called, at) is var (hash, isGeneric))
        {
            Replace(at, Call(hash, isGeneric ? Argument(((GenericInstanceType)called.DeclaringType).GenericArguments[0]) : null));
        }
        else if (Calls.Ending(called) is { } ending)
        {
            Replace(at, Call(ending));
        }
        else if (called.DeclaringType is ArrayType)
        {
            Throw(at, "arrays of several dimensions are not supported by the explorer");
        }
        else if (!scope.IsRewritten(called.DeclaringType))
        {
            RewriteOpaque(at, called);
        }
        else if (scope.IsCopied(called.DeclaringType))
        {
            Before(at, SiteOfCall(at, Short(called)), Call(nameof(Hooks.Leave)));
        }
    }

    /// <summary>
    /// What an <c>Interlocked</c> or <c>Volatile</c> method accesses, null for an overload there is no hook for.
    /// </summary>
    private static TypeReference? AccessedType(MethodReference called)
    {
        if (called.HasThis)
            return called.DeclaringType is GenericInstanceType span && called.Parameters.Count < 2 ? span.GenericArguments[0] : null;
        if (called is GenericInstanceMethod generic)
            return called.Parameters.Count > 3 ? null : generic.GenericArguments[0];
        return called.Parameters[0].ParameterType is ByReferenceType reference ? reference.ElementType : null;
    }

    private void RewriteOpaque(Instruction at, MethodReference called)
    {
        if (Constructors.For(called, scope) is { } constructor)
        {
            (at.OpCode, at.Operand) = (OpCodes.Newobj, constructor);
            Create(at, constructor);
            return;
        }
        if (Constructors.Through(called, scope) is var (original, copy))
        {
            at.Operand = original;
            Instruction made = Before(Lend(at, original), SiteOfCall(at, Short(called)), Call(nameof(Hooks.Opaque)));
            body.Instructions.Insert(body.Instructions.IndexOf(made) + 1, Instruction.Create(OpCodes.Call, copy));
            return;
        }
        if (Overloads.For(called, scope) is { } overload)
            at.Operand = called = overload;
        if (scope.Substitutes.WhyNot(called) is { } reason)
        {
            Throw(at, reason);
            return;
        }
        if (Substitutes.Stands(called.DeclaringType))
        {
            Before(at, SiteOfCall(at, Short(called)), Call(nameof(Hooks.Here)));
            return;
        }
        Instruction site = SiteOfCall(at, Short(called));
        Instruction call = Calls.IsView(called) && !(called.HasThis && Calls.IsOfArray(called.DeclaringType)) ? at : Lend(at, called);
        if (!Calls.IsPure(called))
            Before(call, site, Call(nameof(Hooks.Opaque)));
    }

    /// <summary>The value type whose address a call is made on, null for a call on an object.</summary>
    private static TypeReference? ReceiverByAddress(Instruction at, MethodReference called)
    {
        if (at.Previous is { OpCode.Code: Code.Constrained } constrained)
            return (TypeReference)constrained.Operand is var type && RewriteScope.IsByRefLike(type) ? null : type;
        return RewriteScope.IsValueType(called.DeclaringType) && !RewriteScope.IsByRefLike(called.DeclaringType) ? called.DeclaringType : null;
    }

    /// <summary>Puts instructions before a call and its prefixes; returns where the call is now.</summary>
    private Instruction Before(Instruction at, params ReadOnlySpan<Instruction> sequence)
    {
        Instruction first = at;
        while (first.Previous is { OpCode.OpCodeType: OpCodeType.Prefix } prefix)
            first = prefix;
        Instruction moved = body.Precede(first, sequence);
        return first == at ? moved : at;
    }

    private static string Short(MethodReference called) => $"{called.DeclaringType.GetElementType().Name.Split('`')[0]}.{called.Name}";

    /// <summary>Refuses a delegate of a method that is not rewritten and accesses what it is given: who calls it does not know.</summary>
    private void LoadMethod(Instruction at, MethodReference called)
    {
        if (scope.IsRewritten(called.DeclaringType) || Substitutes.Stands(called.DeclaringType))
            return;
        if (scope.Substitutes.WhyNot(called) is { } reason)
            Throw(at, reason);
        else if (Enumerable.Range(0, called.Parameters.Count).Any(i => IsMemory(GenericArguments.TypeOf(called, i))))
            Throw(at, $"a delegate of {Short(called)} is not supported by the explorer: it accesses what it is given, and is not rewritten; a lambda that calls it is");
    }

    private static bool IsMemory(TypeReference type) => Unmodified(type) is var given
        && (given is ByReferenceType or PointerType or ArrayType || given.FullName == "System.Array" || RewriteScope.IsByRefLike(given)
            || (given.Namespace.StartsWith("System.Collections", StringComparison.Ordinal) && RewriteScope.Definition(given) is { IsInterface: true }));
}
