using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>Lowers calls of the core library's ordering methods: <c>Volatile</c>, <c>Interlocked</c> and the barriers of <c>Thread</c>.</summary>
internal sealed class CallLowering(ThreadContext context, ExpressionLowering expressions, PlaceLowering places, Arithmetic arithmetic)
{
    private const EventTags Update = EventTags.Interlocked | EventTags.ReadModifyWrite;

    private readonly CodeBuilder code = context.Code;

    /// <summary>Lowers <paramref name="call"/>; its result is preferably put into <paramref name="target"/>.</summary>
    public Operand Evaluate(IInvocationOperation call, int target)
    {
        string name = $"{call.TargetMethod.ContainingType.ToDisplayString()}.{call.TargetMethod.Name}";
        EventTags barrier = name switch
        {
            "System.Threading.Interlocked.MemoryBarrier" or "System.Threading.Thread.MemoryBarrier" => EventTags.MemoryBarrier,
            "System.Threading.Interlocked.MemoryBarrierProcessWide" => EventTags.MemoryBarrierProcessWide,
            "System.Threading.Volatile.ReadBarrier" => EventTags.ReadBarrier,
            "System.Threading.Volatile.WriteBarrier" => EventTags.WriteBarrier,
            _ => EventTags.None,
        };
        if (barrier != EventTags.None)
        {
            code.Emit(new Op.Fence(code.Line, barrier));
            return Operand.Const(0);
        }

        switch (name)
        {
            case "System.Threading.Volatile.Read" or "System.Threading.Thread.VolatileRead":
                Memory read = Arguments(call, out _, out _);
                return places.Load(read.Address, read.Tags | EventTags.Volatile, target);
            case "System.Threading.Volatile.Write" or "System.Threading.Thread.VolatileWrite":
                Memory written = Arguments(call, out Operand value, out _);
                code.Emit(new Op.Store(code.Line, written.Address, value, written.Tags | EventTags.Volatile));
                return Operand.Const(0);
            case "System.Threading.Interlocked.Read":
                Memory counter = Arguments(call, out _, out _);
                return places.Load(counter.Address, counter.Tags | EventTags.Interlocked, target);
            case "System.Threading.Interlocked.CompareExchange":
                return CompareExchange(call);
            case "System.Threading.Interlocked.Exchange":
                return ReadModifyWrite(call, null, returnsNew: false);
            case "System.Threading.Interlocked.Add" or "System.Threading.Interlocked.Increment":
                return ReadModifyWrite(call, BinaryOperator.Add, returnsNew: true);
            case "System.Threading.Interlocked.Decrement":
                return ReadModifyWrite(call, BinaryOperator.Subtract, returnsNew: true);
            case "System.Threading.Interlocked.And":
                return ReadModifyWrite(call, BinaryOperator.And, returnsNew: false);
            case "System.Threading.Interlocked.Or":
                return ReadModifyWrite(call, BinaryOperator.Or, returnsNew: false);
            default:
                throw CSharpError.NotCovered(
                    context.Unit, call.Syntax, "calls are of Volatile, Interlocked, Thread.MemoryBarrier and Thread.VolatileRead and VolatileWrite");
        }
    }

    // The result is a temporary, never the local it is assigned to: the write still needs what that local holds.
    private Operand ReadModifyWrite(IInvocationOperation call, BinaryOperator? kind, bool returnsNew)
    {
        Memory memory = Arguments(call, out Operand operand, out _);
        Operand old = places.Load(memory.Address, memory.Tags | Update);
        Operand updated = kind is { } combine
            ? arithmetic.Wrap(new CSharpType(64, true), memory.Type, code.Compute(combine, old, operand))
            : operand;
        code.Emit(new Op.Store(code.Line, memory.Address, updated, memory.Tags | Update, RmwRole.Atomic));
        return returnsNew ? updated : old;
    }

    // The read has the tags of an update also when the comparison fails and no write follows: the method orders memory either way.
    private Operand CompareExchange(IInvocationOperation call)
    {
        Memory memory = Arguments(call, out Operand value, out Operand comparand);
        Operand old = places.Load(memory.Address, memory.Tags | Update);
        int failed = code.NewLabel();
        code.Branch(code.Compute(BinaryOperator.NotEqual, old, comparand), failed, isInternal: true);
        code.Emit(new Op.Store(code.Line, memory.Address, value, memory.Tags | Update, RmwRole.Atomic));
        code.Mark(failed);
        return old;
    }

    // The memory passed by reference and up to two values, evaluated in the order they are written. Increment and Decrement have the value 1.
    private Memory Arguments(IInvocationOperation call, out Operand first, out Operand second)
    {
        Memory memory = default;
        Span<Operand> values = [Operand.Const(1), Operand.Const(1)];
        for (int index = 0; index < call.Arguments.Length; index++)
        {
            IArgumentOperation argument = call.Arguments[index];
            if (argument.Parameter!.RefKind != RefKind.None)
            {
                (Place place, Operand address) = places.ByReference(argument.Value);
                memory = new Memory(place.Type, address, place.MemoryTags);
                continue;
            }

            values[argument.Parameter.Ordinal - 1] = expressions.EvaluateBefore(argument.Value, [.. call.Arguments.Skip(index + 1)]);
        }

        (first, second) = (values[0], values[1]);
        return memory;
    }

    private readonly record struct Memory(CSharpType Type, Operand Address, EventTags Tags);
}
