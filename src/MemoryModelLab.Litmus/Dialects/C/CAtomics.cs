using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>
/// The functions of <c>stdatomic.h</c> (C11, 7.17). A successful read-modify-write has the tags of its order on its read and its write; a
/// compare-exchange that fails is a read with the failure order. As in herd7, a compare-exchange reads its expected value, and writes it when
/// it fails, with non-atomic accesses of its own.
/// </summary>
internal sealed class CAtomics(CExpressionLowering expressions, ThreadBuilder thread)
{
    private static readonly Dictionary<string, BinaryOperator> FetchOperators = new()
    {
        ["add"] = BinaryOperator.Add,
        ["sub"] = BinaryOperator.Subtract,
        ["or"] = BinaryOperator.Or,
        ["xor"] = BinaryOperator.Xor,
        ["and"] = BinaryOperator.And,
    };

    /// <summary>Lowers a call; null when the function has no value.</summary>
    public Operand? Call(CExpression.Call call)
    {
        const string fetch = "atomic_fetch_", suffix = "_explicit";
        bool isExplicit = call.Function.EndsWith(suffix, StringComparison.Ordinal);
        string function = isExplicit ? call.Function[..^suffix.Length] : call.Function;
        if (call.Annotation is not null && function != "__atomic_add_unless") throw Unknown(call);
        switch (function)
        {
            case "atomic_load":
                return Load(call, Arguments(call, 1, isExplicit ? 1 : 0));
            case "atomic_store":
                Store(call, Arguments(call, 2, isExplicit ? 1 : 0));
                return null;
            case "atomic_init":
                Arguments(call, 2, 0);
                thread.Emit(new Op.Store(call.At.Line, Location(call), expressions.Value(call.Arguments[1]), EventTags.CNonAtomic));
                return null;
            case "atomic_exchange":
                return Exchange(call, Arguments(call, 2, isExplicit ? 1 : 0), null);
            case "atomic_compare_exchange_strong" or "atomic_compare_exchange_weak":
                return CompareExchange(call, Arguments(call, 3, isExplicit ? 2 : 0), function.EndsWith("weak", StringComparison.Ordinal));
            case "atomic_thread_fence":
                EventTags order = Arguments(call, 0, 1)[0];
                thread.Emit(new Op.Fence(call.At.Line, EventTags.CFence | EventTags.CAtomic | order));
                return null;
            case "__atomic_add_unless":
                return AddUnless(call);
            case var _ when function.StartsWith(fetch, StringComparison.Ordinal) && FetchOperators.TryGetValue(function[fetch.Length..], out BinaryOperator op):
                return Exchange(call, Arguments(call, 2, isExplicit ? 1 : 0), op);
            default:
                throw Unknown(call);
        }
    }

    private static LitmusException Unknown(CExpression.Call call) => CExpressionLowering.Error(
        call,
        $"the function {call.Function}{(call.Annotation is { } mark ? $"{{{mark}}}" : "")} is not covered; atomic_load, _store, _exchange, _compare_exchange_strong, "
        + "_compare_exchange_weak, _fetch_add, _fetch_sub, _fetch_or, _fetch_xor, _fetch_and, with and without _explicit, and atomic_thread_fence are");

    /// <summary>Checks the number of arguments and reads the orders behind the values.</summary>
    private static EventTags[] Arguments(CExpression.Call call, int values, int orders)
    {
        if (call.Arguments.Count != values + orders)
        {
            throw CExpressionLowering.Error(call, $"{call.Function} takes {values + orders} arguments, found {call.Arguments.Count}");
        }

        return [.. call.Arguments.Skip(values).Select(Order)];
    }

    private static EventTags Order(CExpression argument) => (argument as CExpression.Name)?.Text switch
    {
        "memory_order_relaxed" => EventTags.CRelaxed,
        "memory_order_consume" => EventTags.CConsume,
        "memory_order_acquire" => EventTags.CAcquire,
        "memory_order_release" => EventTags.CRelease,
        "memory_order_acq_rel" => EventTags.CAcquireRelease,
        "memory_order_seq_cst" => EventTags.CSequential,
        _ => throw CExpressionLowering.Error(
            argument, "expected memory_order_relaxed, _consume, _acquire, _release, _acq_rel or _seq_cst"),
    };

    private static EventTags Tags(EventTags[] orders, int which) =>
        EventTags.CAtomic | (orders.Length > which ? orders[which] : EventTags.CSequential);

    private Operand Location(CExpression.Call call) => expressions.Address(call.Arguments[0]);

    private Operand Load(CExpression.Call call, EventTags[] orders)
    {
        int result = thread.Temporary();
        thread.Emit(new Op.Load(call.At.Line, result, Location(call), Tags(orders, 0)));
        return Operand.Reg(result);
    }

    private void Store(CExpression.Call call, EventTags[] orders)
    {
        Operand address = Location(call);
        thread.Emit(new Op.Store(call.At.Line, address, expressions.Value(call.Arguments[1]), Tags(orders, 0)));
    }

    private Operand Exchange(CExpression.Call call, EventTags[] orders, BinaryOperator? op)
    {
        int line = call.At.Line;
        Operand address = Location(call), value = expressions.Value(call.Arguments[1]);
        EventTags tags = Tags(orders, 0) | EventTags.ReadModifyWrite;
        int old = thread.Temporary();
        thread.Emit(new Op.Load(line, old, address, tags));
        Operand stored = op is { } o ? thread.Compute(line, o, Operand.Reg(old), value) : value;
        thread.Emit(new Op.Store(line, address, stored, tags, RmwRole.Atomic));
        return Operand.Reg(old);
    }

    private Operand CompareExchange(CExpression.Call call, EventTags[] orders, bool weak)
    {
        int line = call.At.Line;
        Operand address = Location(call);
        int? local = expressions.AddressedLocal(call.Arguments[1]);
        Operand expectedAddress = local is null ? expressions.Address(call.Arguments[1]) : default;
        int expected = local ?? thread.Temporary();
        if (local is null) thread.Emit(new Op.Load(line, expected, expectedAddress, EventTags.CNonAtomic));
        Operand desired = expressions.Value(call.Arguments[2]);

        // Which way it goes is chosen first, because a failure's read is another event than a success's.
        int fails = thread.Temporary(), result = thread.Temporary(), failure = thread.NewLabel(), end = thread.NewLabel();
        int read = thread.Temporary();
        thread.Emit(new Op.Choose(line, fails));
        thread.Branch(line, Operand.Reg(fails), failure, @internal: true);
        EventTags success = Tags(orders, 0) | EventTags.ReadModifyWrite;
        thread.Emit(new Op.Load(line, read, address, success));
        thread.Emit(new Op.Assume(line, thread.Compute(line, BinaryOperator.Equal, Operand.Reg(read), Operand.Reg(expected))));
        thread.Emit(new Op.Store(line, address, desired, success, RmwRole.Atomic));
        thread.Emit(new Op.Move(line, result, Operand.Const(1)));
        thread.Jump(line, end);

        thread.Place(failure);
        thread.Emit(new Op.Load(line, read, address, Tags(orders, 1)));
        if (!weak) thread.Emit(new Op.Assume(line, thread.Compute(line, BinaryOperator.NotEqual, Operand.Reg(read), Operand.Reg(expected))));
        thread.Emit(local is null
            ? new Op.Store(line, expectedAddress, Operand.Reg(read), EventTags.CNonAtomic)
            : new Op.Move(line, expected, Operand.Reg(read)));
        thread.Emit(new Op.Move(line, result, Operand.Const(0)));
        thread.Place(end);
        return Operand.Reg(result);
    }

    /// <summary>Linux's <c>atomic_add_unless(x, a, u)</c>: adds a unless the value is u, and says whether it did.</summary>
    private Operand AddUnless(CExpression.Call call)
    {
        if (call.Arguments.Count != 3) throw CExpressionLowering.Error(call, $"{call.Function} takes 3 arguments, found {call.Arguments.Count}");
        int line = call.At.Line;
        Operand address = Location(call), added = expressions.Value(call.Arguments[1]), unless = expressions.Value(call.Arguments[2]);
        EventTags tags = EventTags.CAtomic | EventTags.CRelaxed | EventTags.ReadModifyWrite;
        int old = thread.Temporary(), end = thread.NewLabel();
        thread.Emit(new Op.Load(line, old, address, tags));
        Operand does = thread.Compute(line, BinaryOperator.NotEqual, Operand.Reg(old), unless);
        thread.Branch(line, thread.Compute(line, BinaryOperator.Equal, does, Operand.Const(0)), end, @internal: true);
        thread.Emit(new Op.Store(line, address, thread.Compute(line, BinaryOperator.Add, Operand.Reg(old), added), tags, RmwRole.Atomic));
        thread.Place(end);
        return does;
    }
}
