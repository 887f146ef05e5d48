using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>What the rewriter must know of a value on the evaluation stack.</summary>
internal enum StackShape : byte
{
    /// <summary>No address: an object or a value.</summary>
    Value,

    /// <summary>An address into the method's own frame: a local, an argument, or a part of one.</summary>
    Local,

    /// <summary>Any other address.</summary>
    Address,
}

/// <summary>
/// The shapes on the evaluation stack before each instruction of a method, by one pass over its control flow: whether <c>ldfld</c> has a
/// value or its address before it, and which addresses cannot be shared because they are of locals.
/// </summary>
internal sealed class StackShapes
{
    private readonly MethodBody body;
    private readonly Dictionary<Instruction, StackShape[]> before = [];
    private readonly Stack<(Instruction At, StackShape[] Stack)> work = new();

    public StackShapes(MethodBody body)
    {
        this.body = body;
        if (body.Instructions.Count > 0)
            Reach(body.Instructions[0], []);
        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            bool holds = handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter;
            Reach(handler.HandlerStart, holds ? [StackShape.Value] : []);
            if (handler.FilterStart is { } filter)
                Reach(filter, [StackShape.Value]);
        }
        while (work.TryPop(out (Instruction At, StackShape[] Stack) next))
            Follow(next.At, next.Stack);
    }

    /// <summary>The shape of the value <paramref name="depth"/> below the top, before an instruction.</summary>
    public StackShape Before(Instruction instruction, int depth) =>
        before.TryGetValue(instruction, out StackShape[]? stack) && depth < stack.Length ? stack[stack.Length - 1 - depth] : StackShape.Value;

    /// <summary>How many values are on the stack before an instruction.</summary>
    public int HeightBefore(Instruction instruction) => before.TryGetValue(instruction, out StackShape[]? stack) ? stack.Length : 0;

    /// <summary>Whether nothing is on the stack before an instruction that can be reached.</summary>
    public bool IsEmptyBefore(Instruction instruction) => before.TryGetValue(instruction, out StackShape[]? stack) && stack.Length == 0;

    private void Reach(Instruction? at, StackShape[] stack)
    {
        if (at is null)
            return;
        if (before.TryGetValue(at, out StackShape[]? known))
        {
            if (known.Length != stack.Length)
                return;
            StackShape[] merged = [.. known.Zip(stack, Merge)];
            if (merged.AsSpan().SequenceEqual(known))
                return;
            stack = merged;
        }
        before[at] = stack;
        work.Push((at, stack));
    }

    private static StackShape Merge(StackShape left, StackShape right) =>
        left == right ? left : left == StackShape.Value ? right : right == StackShape.Value ? left : StackShape.Address;

    private void Follow(Instruction at, StackShape[] stack)
    {
        var after = new List<StackShape>(stack);
        Apply(at, after);
        StackShape[] next = [.. after];
        switch (at.Operand)
        {
            case Instruction target:
                Reach(target, at.OpCode.Code is Code.Leave or Code.Leave_S ? [] : next);
                break;
            case Instruction[] targets:
                foreach (Instruction target in targets)
                    Reach(target, next);
                break;
        }
        if (at.OpCode.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw))
            Reach(at.Next, next);
    }

    private void Apply(Instruction at, List<StackShape> stack)
    {
        StackShape top = stack.Count > 0 ? stack[^1] : StackShape.Value;
        StackShape second = stack.Count > 1 ? stack[^2] : StackShape.Value;
        int pops = Pops(at, stack.Count);
        stack.RemoveRange(stack.Count - Math.Min(pops, stack.Count), Math.Min(pops, stack.Count));
        int pushes = Pushes(at);
        for (int i = 0; i < pushes; i++)
            stack.Add(ShapeOf(at, top, second));
    }

    private StackShape ShapeOf(Instruction at, StackShape top, StackShape second) => at.OpCode.Code switch
    {
        Code.Ldloca or Code.Ldloca_S or Code.Ldarga or Code.Ldarga_S or Code.Localloc => StackShape.Local,
        Code.Ldloc => OfType(((VariableDefinition)at.Operand).VariableType),
        Code.Ldarg => OfArgument((ParameterDefinition)at.Operand),
        Code.Ldflda => top == StackShape.Local ? StackShape.Local : StackShape.Address,
        Code.Ldsflda or Code.Ldelema or Code.Unbox or Code.Refanyval => StackShape.Address,
        Code.Ldfld or Code.Ldsfld => OfType(((FieldReference)at.Operand).FieldType),
        Code.Call or Code.Callvirt => OfType(((MethodReference)at.Operand).ReturnType),
        Code.Dup or Code.Conv_U or Code.Conv_I => top,
        Code.Add or Code.Sub or Code.Add_Ovf or Code.Add_Ovf_Un or Code.Sub_Ovf or Code.Sub_Ovf_Un => Merge(top, second),
        _ => StackShape.Value,
    };

    private StackShape OfArgument(ParameterDefinition parameter) =>
        parameter == body.ThisParameter
            ? body.Method.DeclaringType.IsValueType ? StackShape.Address : StackShape.Value
            : OfType(parameter.ParameterType);

    private static StackShape OfType(TypeReference type) => type switch
    {
        ByReferenceType or PointerType => StackShape.Address,
        IModifierType modified => OfType(modified.ElementType),
        PinnedType pinned => OfType(pinned.ElementType),
        _ => StackShape.Value,
    };

    /// <summary>How many values an instruction takes from the stack.</summary>
    public static int Pops(Instruction at, int height)
    {
        switch (at.OpCode.StackBehaviourPop)
        {
            case StackBehaviour.Pop0: return 0;
            case StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref: return 1;
            case StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8
                or StackBehaviour.Popi_popr4 or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi:
                return 2;
            case StackBehaviour.PopAll: return height;
            case StackBehaviour.Varpop:
                if (at.OpCode.Code == Code.Ret)
                    return height;
                var signature = (IMethodSignature)at.Operand;
                int count = signature.Parameters.Count + (at.OpCode.Code == Code.Calli ? 1 : 0);
                return count + (signature.HasThis && !signature.ExplicitThis && at.OpCode.Code != Code.Newobj ? 1 : 0);
            default: return 3;
        }
    }

    /// <summary>How many values an instruction puts on the stack.</summary>
    public static int Pushes(Instruction at) => at.OpCode.StackBehaviourPush switch
    {
        StackBehaviour.Push0 => 0,
        StackBehaviour.Push1_push1 => 2,
        StackBehaviour.Varpush => ((IMethodSignature)at.Operand).ReturnType.MetadataType == MetadataType.Void ? 0 : 1,
        _ => 1,
    };
}
