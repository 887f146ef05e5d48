using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <content>Calls of code that is not rewritten: the memory it is given is lent to it, the arrays it makes are adopted.</content>
internal sealed partial class MethodRewriter
{
    /// <summary>Has the memory that a call is given read before it, and written after it; returns where the call is now.</summary>
    private Instruction Lend(Instruction at, MethodReference called)
    {
        bool isCreation = at.OpCode.Code == Code.Newobj;
        int count = called.Parameters.Count;
        Instruction? receiver = isCreation || !called.HasThis ? null : LenderOfReceiver(at, called, count);
        Instruction?[] lenders = [.. Enumerable.Range(0, count).Select(i => LenderOf(called, i, shapes.Before(at, count - 1 - i)))];
        int lent = lenders.Count(lender => lender is not null) + (receiver is null ? 0 : 1);
        bool adopts = !isCreation && called.ReturnType is ArrayType { IsVector: true };
        if (lent == 0 && !adopts)
            return at;
        int first = receiver is not null ? 0 : lent == 0 ? count : Array.FindIndex(lenders, lender => lender is not null);
        VariableDefinition[] spilled = [.. Enumerable.Range(0, count).Select(i => i < first ? null! : body.AddLocal(Unmodified(GenericArguments.TypeOf(called, i))))];
        List<Instruction> before = [];
        for (int i = count - 1; i >= first; i--)
            before.Add(Instruction.Create(OpCodes.Stloc, spilled[i]));
        if (receiver is not null)
            before.AddRange([Instruction.Create(OpCodes.Dup), SiteOfCall(at, Describe(at)), receiver]);
        for (int i = first; i < count; i++)
        {
            before.Add(Instruction.Create(OpCodes.Ldloc, spilled[i]));
            if (lenders[i] is { } lender)
                before.AddRange([Instruction.Create(OpCodes.Dup), SiteOfCall(at, Short(called)), lender]);
        }
        Instruction call = before.Count == 0 ? at : Before(at, [.. before]);
        List<Instruction> after = [];
        if (lent > 0 && MayKeep(isCreation ? called.DeclaringType : called.ReturnType))
            after.AddRange([Instruction.Create(OpCodes.Dup), Instruction.Create(OpCodes.Ldc_I4, lent), Call(nameof(Hooks.Hold))]);
        if (lent > 0)
            after.AddRange([Instruction.Create(OpCodes.Ldc_I4, lent), Call(nameof(Hooks.TakeBack))]);
        if (adopts)
            after.AddRange([SiteOfCall(at, Short(called)), Call(nameof(Hooks.Adopt), Argument(((ArrayType)GenericArguments.ReturnTypeOf(called)).ElementType))]);
        int next = body.Instructions.IndexOf(call) + 1;
        foreach (Instruction instruction in after)
            body.Instructions.Insert(next++, instruction);
        return call;
    }

    private Instruction? LenderOfReceiver(Instruction at, MethodReference called, int depth)
    {
        if (Calls.IsOfArray(called.DeclaringType) && !Calls.IsView(called))
            return Call(nameof(Hooks.LendViewed), Argument(called.DeclaringType));
        if (ReceiverByAddress(at, called) is { } value)
            return shapes.Before(at, depth) == StackShape.Address ? Call(nameof(Hooks.LendReference), Argument(value)) : null;
        if (at.Previous is { OpCode.Code: Code.Constrained } || Calls.IsPure(called) || RewriteScope.IsValueType(called.DeclaringType))
            return null;
        return Call(ForeignObjects.IsChange(called.Name) ? nameof(Hooks.ChangeObject) : nameof(Hooks.ReadObject));
    }

    private Instruction? LenderOf(MethodReference called, int parameter, StackShape shape)
    {
        TypeReference type = GenericArguments.TypeOf(called, parameter);
        if (type is PointerType && Calls.IsPrefetch(called))
            return null;
        return type.MetadataType == MetadataType.IntPtr && Calls.TakesAddresses(called) ? Call(nameof(Hooks.LendPointer)) : Lender(type, shape);
    }

    /// <summary>The hook that lends an argument of a type; null where there is nothing to lend.</summary>
    private Instruction? Lender(TypeReference type, StackShape shape)
    {
        switch (Unmodified(type))
        {
            case ByReferenceType reference:
                return shape == StackShape.Local || RewriteScope.IsByRefLike(reference.ElementType) ? null : Call(nameof(Hooks.LendReference), Argument(reference.ElementType));
            case PointerType:
                return shape == StackShape.Local ? null : Call(nameof(Hooks.LendPointer));
            case ArrayType { IsVector: true } array:
                return Call(nameof(Hooks.LendArray), Argument(array.ElementType));
            case GenericInstanceType { ElementType.FullName: "System.Span`1" } span:
                return Call(nameof(Hooks.LendSpan), Argument(span.GenericArguments[0]));
            case GenericInstanceType { ElementType.FullName: "System.ReadOnlySpan`1" } span:
                return Call(nameof(Hooks.LendReadOnlySpan), Argument(span.GenericArguments[0]));
            case GenericParameter:
                return null;
            case var other when MayKeep(other) || other.FullName == "System.Array":
                return Call(nameof(Hooks.LendObject));
            default:
                return null;
        }
    }

    /// <summary>Whether an object of a type may keep an array it was given.</summary>
    private bool MayKeep(TypeReference type) =>
        type is not (ArrayType or GenericParameter or PointerType or ByReferenceType) && type.FullName is not ("System.Void" or "System.String" or "System.Type" or "System.Array")
        && RewriteScope.Definition(type) is { IsValueType: false } definition && definition.BaseType?.FullName != "System.MulticastDelegate" && !scope.IsRewritten(type);

    private static TypeReference Unmodified(TypeReference type) => type is IModifierType modified ? Unmodified(modified.ElementType) : type;
}
