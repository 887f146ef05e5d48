using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>
/// Lowers calls: the generic functions of <c>stdatomic.h</c> (ISO C11 7.17), with an order as <c>…_explicit</c> and sequentially
/// consistent without.
/// </summary>
internal sealed class CCallLowering(CContext context, CExpressionLowering expressions, CArithmetic arithmetic)
{
    private const string Explicit = "_explicit";
    private const string FetchAnd = "atomic_fetch_";

    /// <summary>Emits a call and gives its value; null when it has none.</summary>
    public CValue? Lower(CExpression.Call call, int target)
    {
        if (call.Annotation is not null && call.Function != "__atomic_add_unless")
            throw CContext.Error(call, $"the function {call.Function}{{{call.Annotation}}} is not covered here, expected one of stdatomic.h");

        bool hasOrder = call.Function.EndsWith(Explicit, StringComparison.Ordinal);
        string function = hasOrder ? call.Function[..^Explicit.Length] : call.Function;
        switch (function)
        {
            case "atomic_load":
                ExpectArguments(call, hasOrder ? 2 : 1);
                return Load(call, hasOrder ? COrders.OfLoad(call.Arguments[1]) : EventTags.CSequential, target);
            case "atomic_store":
                ExpectArguments(call, hasOrder ? 3 : 2);
                Store(call, hasOrder ? COrders.OfStore(call.Arguments[2]) : EventTags.CSequential);
                return null;
            case "atomic_init" when !hasOrder:
                ExpectArguments(call, 2);
                expressions.Store(Location(call), expressions.Evaluate(call.Arguments[1]));
                return null;
            case "atomic_exchange":
                ExpectArguments(call, hasOrder ? 3 : 2);
                return Update(call, "", Order(call, hasOrder, 2));
            case "atomic_fetch_add" or "atomic_fetch_sub" or "atomic_fetch_or" or "atomic_fetch_xor" or "atomic_fetch_and":
                ExpectArguments(call, hasOrder ? 3 : 2);
                return Update(call, OperatorOf(function[FetchAnd.Length..]), Order(call, hasOrder, 2));
            case "atomic_compare_exchange_strong" or "atomic_compare_exchange_weak" or "SCAS" or "WCAS": // the last two are herd's
                ExpectArguments(call, hasOrder ? 5 : 3);
                return CompareExchange(call, Order(call, hasOrder, 3), hasOrder ? COrders.OfLoad(call.Arguments[4]) : EventTags.CSequential, function is "atomic_compare_exchange_weak" or "WCAS");
            case "atomic_thread_fence" when !hasOrder:
                ExpectArguments(call, 1);
                context.Code.Emit(new Op.Fence(context.Code.Line, EventTags.CFence | EventTags.CAtomic | COrders.Of(call.Arguments[0])));
                return null;
            case "__atomic_add_unless" when call.Annotation == "mb":
                ExpectArguments(call, 3);
                return AddUnless(call);
            default:
                throw Unknown(call);
        }
    }

    private static EventTags Order(CExpression.Call call, bool hasOrder, int argument) => hasOrder ? COrders.Of(call.Arguments[argument]) : EventTags.CSequential;

    private static string OperatorOf(string name) => name switch
    {
        "add" => "+",
        "sub" => "-",
        "or" => "|",
        "xor" => "^",
        _ => "&",
    };

    private static void ExpectArguments(CExpression.Call call, int count)
    {
        if (call.Arguments.Count != count) throw CContext.Error(call, $"{call.Function} has {call.Arguments.Count} arguments, expected {count}");
    }

    private static LitmusException Unknown(CExpression.Call call)
    {
        string name = call.Function;
        bool isKernel = name is "READ_ONCE" or "WRITE_ONCE" or "ACCESS_ONCE" or "xchg" or "cmpxchg" or "atomic_read" or "atomic_set" or "atomic_inc"
            || name.StartsWith("smp_", StringComparison.Ordinal) || name.StartsWith("spin_", StringComparison.Ordinal)
            || name.StartsWith("rcu_", StringComparison.Ordinal) || name.StartsWith("srcu_", StringComparison.Ordinal);
        return CContext.Error(call, isKernel
            ? $"{name} is the Linux kernel's and not covered here, expected a function of stdatomic.h such as atomic_load_explicit"
            : $"the function {name} is not covered here, expected one of stdatomic.h such as atomic_load_explicit");
    }

    private CValue Location(CExpression.Call call) => expressions.EvaluatePointer(call.Arguments[0]);

    private CValue Load(CExpression.Call call, EventTags order, int target)
    {
        CValue address = Location(call);
        return Load(address, EventTags.CAtomic | order, target);
    }

    private CValue Load(CValue address, EventTags tags, int target = -1)
    {
        int destination = target >= 0 ? target : context.Code.Temporary();
        context.Code.Emit(new Op.Load(context.Code.Line, destination, address.Operand, tags));
        return new CValue(Operand.Reg(destination), address.Type.Pointee);
    }

    private void Store(CExpression.Call call, EventTags order)
    {
        CValue address = Location(call), value = expressions.Evaluate(call.Arguments[1]);
        Store(address, value, EventTags.CAtomic | order, RmwRole.None);
    }

    private void Store(CValue address, CValue value, EventTags tags, RmwRole role) => context.Code.Emit(
        new Op.Store(context.Code.Line, address.Operand, context.Convert(value, address.Type.Pointee), tags, role));

    /// <summary>An exchange, or with an operator a fetch-and-modify. The old value never goes into a register the new one is computed from.</summary>
    private CValue Update(CExpression.Call call, string @operator, EventTags order)
    {
        CValue address = Location(call), operand = expressions.Evaluate(call.Arguments[1]);
        EventTags tags = EventTags.CAtomic | EventTags.ReadModifyWrite | order;
        CValue old = Load(address, tags);
        CValue changed = @operator.Length == 0 ? operand : arithmetic.Binary(call, @operator, old, operand, -1);
        Store(address, changed, tags, RmwRole.Atomic);
        return old;
    }

    /// <summary>
    /// 7.17.7.4: on success one update; on failure a load with an order of its own, and what it read goes to the expected value's place.
    /// </summary>
    private CValue CompareExchange(CExpression.Call call, EventTags success, EventTags failure, bool isWeak)
    {
        CValue address = Location(call);
        CValue? variable = call.Arguments[1] is CExpression.Unary { Operator: "&", Operand: CExpression.Name name } ? context.VariableOf(name) : null;
        CValue place = variable ?? expressions.EvaluatePointer(call.Arguments[1]);
        CValue expected = variable ?? expressions.Load(place, -1);
        CValue desired = expressions.Evaluate(call.Arguments[2]);
        CValueType type = address.Type.Pointee;
        Operand wanted = context.Convert(expected, type);

        int succeeds = context.Code.Temporary(), failed = context.Code.NewLabel(), end = context.Code.NewLabel(), result = context.Code.Temporary();
        context.Code.Emit(new Op.Choose(context.Code.Line, succeeds));
        context.Code.Branch(context.Code.Compute(BinaryOperator.Equal, Operand.Reg(succeeds), Operand.Const(0)), failed, isInternal: true);
        EventTags tags = EventTags.CAtomic | EventTags.ReadModifyWrite | success;
        Operand equal = Equal(BinaryOperator.Equal, Load(address, tags));
        context.Code.Emit(new Op.Assume(context.Code.Line, equal));
        context.Code.Emit(new Op.Store(context.Code.Line, address.Operand, context.Convert(desired, type), tags, RmwRole.Atomic));
        context.Code.Emit(new Op.Move(context.Code.Line, result, Operand.Const(1), equal));
        context.Code.Jump(end);

        context.Code.Mark(failed);
        CValue found = Load(address, EventTags.CAtomic | failure);
        Operand unequal = Equal(BinaryOperator.NotEqual, found);
        if (!isWeak) context.Code.Emit(new Op.Assume(context.Code.Line, unequal));
        if (variable is { } register) context.Code.Move(register.Operand.Register, context.Convert(found, register.Type));
        else expressions.Store(place, found);
        context.Code.Emit(new Op.Move(context.Code.Line, result, Operand.Const(0), unequal));
        context.Code.Mark(end);
        return new CValue(Operand.Reg(result), CValueType.Int);

        Operand Equal(BinaryOperator comparison, CValue value) => context.Code.Compute(comparison, value.Operand, wanted);
    }

    /// <summary>The Linux kernel's <c>atomic_add_unless(x, a, u)</c> between full barriers: adds a unless x is u, and says whether it did.</summary>
    private CValue AddUnless(CExpression.Call call)
    {
        CValue address = Location(call), addend = expressions.Evaluate(call.Arguments[1]), unless = expressions.Evaluate(call.Arguments[2]);
        const EventTags tags = EventTags.CAtomic | EventTags.CSequential;
        int adds = context.Code.Temporary(), kept = context.Code.NewLabel(), end = context.Code.NewLabel(), result = context.Code.Temporary();
        Operand limit = context.Convert(unless, address.Type.Pointee);
        context.Code.Emit(new Op.Choose(context.Code.Line, adds));
        context.Code.Branch(context.Code.Compute(BinaryOperator.Equal, Operand.Reg(adds), Operand.Const(0)), kept, isInternal: true);
        CValue old = Load(address, tags | EventTags.ReadModifyWrite);
        Operand differs = context.Code.Compute(BinaryOperator.NotEqual, old.Operand, limit);
        context.Code.Emit(new Op.Assume(context.Code.Line, differs));
        Store(address, arithmetic.Binary(call, "+", old, addend, -1), tags | EventTags.ReadModifyWrite, RmwRole.Atomic);
        context.Code.Emit(new Op.Move(context.Code.Line, result, Operand.Const(1), differs));
        context.Code.Jump(end);

        context.Code.Mark(kept);
        Operand same = context.Code.Compute(BinaryOperator.Equal, Load(address, tags).Operand, limit);
        context.Code.Emit(new Op.Assume(context.Code.Line, same));
        context.Code.Emit(new Op.Move(context.Code.Line, result, Operand.Const(0), same));
        context.Code.Mark(end);
        return new CValue(Operand.Reg(result), CValueType.Int);
    }
}
