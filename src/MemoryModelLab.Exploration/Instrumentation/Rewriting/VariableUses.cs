using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MemoryModelLab.Exploration.Instrumentation.Rewriting;

/// <summary>What an instruction does with the variables that its operands come from.</summary>
internal enum VariableUseKind
{
    /// <summary>It computes, and does nothing else.</summary>
    Computes,

    /// <summary>It sets a variable.</summary>
    Copies,

    /// <summary>It decides where the code goes on.</summary>
    Decides,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>What an instruction does with variables.</summary>
/// <param name="Kind">What.</param>
/// <param name="Sources">What its operands are computed from, unless it only computes.</param>
/// <param name="Target">What it sets.</param>
internal readonly record struct VariableUse(VariableUseKind Kind, VariableSet Sources = default, VariableSet Target = default);

/// <summary>From which variables and arguments the operands of each instruction of a method are computed: by one pass over its control flow.</summary>
internal sealed class VariableUses
{
    private readonly MethodBody body;
    private readonly ControlFlow flow;
    private readonly Dictionary<object, int> numbers = [];
    private readonly VariableSet[]?[] stacks;
    private readonly Stack<int> work = new();

    public VariableUses(MethodBody body, ControlFlow flow)
    {
        (this.body, this.flow) = (body, flow);
        foreach (object variable in body.Variables.Concat<object>(body.Method.Parameters))
            numbers.Add(variable, numbers.Count);
        foreach (Instruction at in body.Instructions.Where(at => at.OpCode.Code is Code.Ldloca or Code.Ldarga))
            AddressTaken |= SetOf(at.Operand);
        stacks = new VariableSet[body.Instructions.Count][];
        Reach(0, []);
        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            VariableSet[] caught = handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter ? [VariableSet.Other] : [];
            Reach(flow.IndexOf(handler.HandlerStart), caught);
            if (handler.FilterStart is { } filter)
                Reach(flow.IndexOf(filter), caught);
        }
        while (work.TryPop(out int at))
        {
            VariableSet[] after = After(at);
            foreach (int next in flow.After(at))
                Reach(next, body.Instructions[at].OpCode.Code == Code.Leave ? [] : after);
        }
    }

    /// <summary>Those whose address is taken.</summary>
    public VariableSet AddressTaken { get; }

    /// <summary>The set of a variable or an argument.</summary>
    public VariableSet SetOf(object variable) => numbers.TryGetValue(variable, out int number) ? VariableSet.Of(number) : VariableSet.Other;

    /// <summary>How much is on the stack before an instruction, -1 where it is not reached.</summary>
    public int HeightBefore(int at) => stacks[at]?.Length ?? -1;

    /// <summary>How much is on the stack after an instruction that branches.</summary>
    public int HeightAfter(int at) => HeightBefore(at) < 0 ? -1 : After(at).Length;

    /// <summary>What an instruction does.</summary>
    public VariableUse At(int index)
    {
        Instruction at = body.Instructions[index];
        if (stacks[index] is not { } stack)
            return new VariableUse(VariableUseKind.Other);
        VariableSet sources = Popped(at, stack);
        return at.OpCode.Code switch
        {
            Code.Stloc or Code.Starg => new VariableUse(VariableUseKind.Copies, sources, SetOf(at.Operand)),
            Code.Br => new VariableUse(VariableUseKind.Decides),
            _ when at.OpCode.FlowControl == FlowControl.Cond_Branch => new VariableUse(VariableUseKind.Decides, sources),
            _ when Computes(at, sources) => new VariableUse(VariableUseKind.Computes),
            _ => new VariableUse(VariableUseKind.Other, sources),
        };
    }

    private VariableSet[] After(int index)
    {
        Instruction at = body.Instructions[index];
        VariableSet[] stack = stacks[index]!;
        VariableSet sources = Popped(at, stack);
        VariableSet result = at.OpCode.Code switch
        {
            Code.Ldloc or Code.Ldarg => SetOf(at.Operand),
            _ when Computes(at, sources) => sources,
            _ => VariableSet.Other,
        };
        int kept = Math.Max(0, stack.Length - StackShapes.Pops(at, stack.Length));
        return [.. stack.AsSpan(0, kept), .. Enumerable.Repeat(result, StackShapes.Pushes(at))];
    }

    private static VariableSet Popped(Instruction at, VariableSet[] stack)
    {
        VariableSet sources = default;
        foreach (VariableSet operand in stack.AsSpan(Math.Max(0, stack.Length - StackShapes.Pops(at, stack.Length))))
            sources |= operand;
        return sources;
    }

    /// <summary>Whether an instruction computes a value of its operands, which cannot throw, and does nothing else that matters.</summary>
    private static bool Computes(Instruction at, VariableSet sources)
    {
        switch (at.OpCode.Code)
        {
            case Code.Nop or Code.Ldloc or Code.Ldarg or Code.Dup or Code.Pop or Code.Add or Code.Sub or Code.Mul or Code.And or Code.Or or Code.Xor
                or Code.Shl or Code.Shr or Code.Shr_Un or Code.Neg or Code.Not or Code.Ceq or Code.Cgt or Code.Cgt_Un or Code.Clt or Code.Clt_Un
                or Code.Conv_I or Code.Conv_I1 or Code.Conv_I2 or Code.Conv_I4 or Code.Conv_I8 or Code.Conv_U or Code.Conv_U1 or Code.Conv_U2
                or Code.Conv_U4 or Code.Conv_U8 or Code.Conv_R4 or Code.Conv_R8 or Code.Conv_R_Un or Code.Ldc_I4 or Code.Ldc_I8 or Code.Ldc_R4 or Code.Ldc_R8
                or Code.Ldnull or Code.Ldstr:
                return true;
            case Code.Rem or Code.Div or Code.Rem_Un or Code.Div_Un:
                return at.Previous is { Operand: > 0 or > 0L, OpCode.Code: Code.Ldc_I4 or Code.Ldc_I8 };
            case Code.Call:
                var called = (MethodReference)at.Operand;
                return Calls.OnlyWaits(called) ? called.Name != nameof(Thread.Sleep) || (sources == default && at.Previous is { Operand: >= 0 }) : Calls.Computes(called);
            default:
                return false;
        }
    }

    private void Reach(int at, VariableSet[] stack)
    {
        if (stacks[at] is { } known)
        {
            if (known.Length != stack.Length)
                return;
            VariableSet[] merged = [.. known.Zip(stack, (left, right) => left | right)];
            if (merged.AsSpan().SequenceEqual(known))
                return;
            stack = merged;
        }
        stacks[at] = stack;
        work.Push(at);
    }
}
