using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>
/// Lowers expressions. An access through a pointer is non-atomic, whatever the pointer's type, as herd has it: in real C <c>*x</c> of an
/// atomic type would be sequentially consistent.
/// </summary>
internal sealed class CExpressionLowering
{
    private readonly CContext context;
    private readonly CArithmetic arithmetic;
    private readonly CCallLowering calls;

    public CExpressionLowering(CContext context)
    {
        this.context = context;
        arithmetic = new CArithmetic(context);
        calls = new CCallLowering(context, this, arithmetic);
    }

    /// <summary>The value of an expression; <paramref name="target"/> is a register to put it into where that saves a move.</summary>
    public CValue Evaluate(CExpression expression, int target = -1) => expression switch
    {
        CExpression.Number number => Number(number),
        CExpression.Name name => context.ValueOf(name),
        CExpression.Unary { Operator: "*" } or CExpression.Index => Load(AddressOf(expression), target),
        CExpression.Unary { Operator: "&" } unary => Reference(unary),
        CExpression.Unary unary => arithmetic.Unary(unary, unary.Operator, Evaluate(unary.Operand), target),
        CExpression.Binary { Operator: "&&" or "||" } binary => Logical(binary, target),
        CExpression.Binary binary => Binary(binary, binary.Operator, target),
        CExpression.Conditional conditional => Conditional(conditional),
        CExpression.Assign assign => Assign(assign),
        CExpression.Step step => Step(step),
        CExpression.Cast cast => Cast(cast, target),
        CExpression.Call call => calls.Lower(call, target) ?? throw CContext.Error(call, $"{call.Function} gives no value, expected it as a statement of its own"),
        _ => throw new InvalidOperationException($"unknown expression {expression.GetType().Name}"),
    };

    /// <summary>Evaluates an expression for what it does.</summary>
    public void Execute(CExpression expression)
    {
        if (expression is CExpression.Call call) calls.Lower(call, -1);
        else Evaluate(expression);
    }

    /// <summary>Evaluates an expression into a register.</summary>
    public void EvaluateInto(CExpression expression, CValue register)
    {
        int target = register.Operand.Register;
        CValue value = Evaluate(expression, target);
        context.Code.Move(target, context.Convert(value, register.Type, target));
    }

    /// <summary>Goes to <paramref name="label"/> when <paramref name="condition"/> is true, or, with <paramref name="whenTrue"/> false, when it is not.</summary>
    public void Branch(CExpression condition, bool whenTrue, int label)
    {
        switch (condition)
        {
            case CExpression.Unary { Operator: "!" } negation:
                Branch(negation.Operand, !whenTrue, label);
                return;
            case CExpression.Binary { Operator: "&&" or "||" } logical when HasEffects(logical.Right):
                ShortCircuit(logical, whenTrue, label);
                return;
            case CExpression.Binary comparison when !whenTrue && CArithmetic.Opposite(comparison.Operator) is { } opposite:
                context.Code.Branch(Binary(comparison, opposite, -1).Operand, label);
                return;
        }

        Operand value = Evaluate(condition).Operand;
        if (value.IsConstant)
        {
            if (value.Value != 0 == whenTrue) context.Code.Jump(label);
            return;
        }

        context.Code.Branch(whenTrue ? value : context.Code.Compute(BinaryOperator.Equal, value, Operand.Const(0)), label);
    }

    /// <summary>The address that <c>*p</c> or <c>p[i]</c> names, as a pointer.</summary>
    public CValue AddressOf(CExpression place)
    {
        CValue pointer = place switch
        {
            CExpression.Unary unary => Evaluate(unary.Operand),
            CExpression.Index index => arithmetic.Binary(index, "+", Evaluate(index.Array), Evaluate(index.Position), -1),
            _ => throw CContext.Error(place, "this has no address here, expected a location such as *x"),
        };
        return Pointer(place, pointer);
    }

    /// <summary>The value of <paramref name="expression"/>, which must be a pointer.</summary>
    public CValue EvaluatePointer(CExpression expression) => Pointer(expression, Evaluate(expression));

    private static CValue Pointer(CExpression at, CValue value) =>
        value.Type.IsPointer ? value : throw CContext.Error(at, "found a number, expected a pointer such as the parameter x of atomic_int* x");

    /// <summary>Writes a non-atomic value.</summary>
    public void Store(CValue address, CValue value) => context.Code.Emit(
        new Op.Store(context.Code.Line, address.Operand, context.Convert(value, address.Type.Pointee), EventTags.CNonAtomic));

    /// <summary>Reads a non-atomic value.</summary>
    public CValue Load(CValue address, int target)
    {
        int destination = target >= 0 ? target : context.Code.Temporary();
        context.Code.Emit(new Op.Load(context.Code.Line, destination, address.Operand, EventTags.CNonAtomic));
        return new CValue(Operand.Reg(destination), address.Type.Pointee);
    }

    // 6.4.4.1: the first of int, long (and unsigned ones for a suffix or a hexadecimal number that needs it) that holds the value.
    private static CValue Number(CExpression.Number number)
    {
        bool isLong = number.IsLong || number.Value > (number.IsUnsigned ? uint.MaxValue : int.MaxValue);
        bool isUnsigned = number.IsUnsigned || number.Value > long.MaxValue;
        return new CValue(Operand.Const((long)number.Value), new CValueType(new Lowering.ScalarType(isLong ? 64 : 32, isUnsigned)));
    }

    private CValue Reference(CExpression.Unary unary) => unary.Operand is CExpression.Name
        ? throw CContext.Error(unary, "a variable has no address here, expected a location; only a compare-exchange takes one, as &r0")
        : AddressOf(unary.Operand);

    private CValue Binary(CExpression.Binary binary, string @operator, int target)
    {
        CValue left = Evaluate(binary.Left);
        return arithmetic.Binary(binary, @operator, left, Evaluate(binary.Right), target);
    }

    // Without effects on the right it cannot be told whether that is evaluated, and both sides are; else it is a branch.
    private CValue Logical(CExpression.Binary logical, int target)
    {
        if (!HasEffects(logical.Right))
        {
            Operand left = Truth(Evaluate(logical.Left)), right = Truth(Evaluate(logical.Right));
            BinaryOperator both = logical.Operator == "&&" ? BinaryOperator.And : BinaryOperator.Or;
            return new CValue(context.Code.Compute(both, left, right, target), CValueType.Int);
        }

        int result = context.Code.Temporary(), end = context.Code.NewLabel();
        context.Code.Move(result, Operand.Const(0));
        ShortCircuit(logical, false, end);
        context.Code.Move(result, Operand.Const(1));
        context.Code.Mark(end);
        return new CValue(Operand.Reg(result), CValueType.Int);
    }

    private Operand Truth(CValue value) => context.Code.Compute(BinaryOperator.NotEqual, value.Operand, Operand.Const(0));

    private void ShortCircuit(CExpression.Binary logical, bool whenTrue, int label)
    {
        bool decides = logical.Operator == "||"; // what value of the left side leaves the right one out
        int skip = context.Code.NewLabel();
        Branch(logical.Left, decides, decides == whenTrue ? label : skip);
        Branch(logical.Right, whenTrue, label);
        context.Code.Mark(skip);
    }

    private CValue Conditional(CExpression.Conditional conditional)
    {
        int otherwise = context.Code.NewLabel(), end = context.Code.NewLabel(), result = context.Code.Temporary();
        Branch(conditional.Condition, false, otherwise);
        CValue first = Evaluate(conditional.Then);
        context.Code.Move(result, first.Operand);
        context.Code.Jump(end);
        context.Code.Mark(otherwise);
        CValue second = Evaluate(conditional.Otherwise);
        context.Code.Move(result, second.Operand);
        context.Code.Mark(end);
        CValueType type = CValueType.Common(first.Type, second.Type);
        return type.Holds(first.Type) && type.Holds(second.Type)
            ? new CValue(Operand.Reg(result), type)
            : new CValue(context.Code.Compute(type.Wrap, Operand.Reg(result), Operand.Const(type.Bits)), type);
    }

    private CValue Assign(CExpression.Assign assign)
    {
        if (assign.Target is CExpression.Name name)
        {
            CValue register = context.VariableOf(name);
            if (assign.Operator.Length == 0) EvaluateInto(assign.Value, register);
            else Update(assign, register, Evaluate(assign.Value), assign.Operator);
            return register;
        }

        CValue address = AddressOf(assign.Target);
        CValue value = Evaluate(assign.Value);
        if (assign.Operator.Length > 0) value = arithmetic.Binary(assign, assign.Operator, Load(address, -1), value, -1);
        Store(address, value);
        return new CValue(context.Convert(value, address.Type.Pointee), address.Type.Pointee);
    }

    private CValue Step(CExpression.Step step)
    {
        if (step.Target is not CExpression.Name name)
        {
            CValue address = AddressOf(step.Target), old = Load(address, -1);
            CValue stepped = arithmetic.Binary(step, step.Operator, old, CValue.Constant(1), -1);
            Store(address, stepped);
            return step.IsPrefix ? stepped : old;
        }

        CValue register = context.VariableOf(name);
        int before = context.Code.Temporary();
        context.Code.Move(before, register.Operand);
        Update(step, register, CValue.Constant(1), step.Operator);
        return step.IsPrefix ? register : register with { Operand = Operand.Reg(before) };
    }

    private void Update(CExpression at, CValue register, CValue value, string @operator)
    {
        int target = register.Operand.Register;
        CValue result = arithmetic.Binary(at, @operator, register, value, -1);
        context.Code.Move(target, context.Convert(result, register.Type, target));
    }

    private CValue Cast(CExpression.Cast cast, int target)
    {
        CValueType type = cast.Type is { Name: "void", Pointers: 0 } ? CValueType.Int : CContext.TypeOf(cast.Type, cast.Origin);
        return new CValue(context.Convert(Evaluate(cast.Operand), type, target), type);
    }

    private static bool HasEffects(CExpression expression) => expression switch
    {
        CExpression.Number or CExpression.Name => false,
        CExpression.Unary { Operator: "*" } => true,
        CExpression.Unary unary => HasEffects(unary.Operand),
        CExpression.Cast cast => HasEffects(cast.Operand),
        CExpression.Binary binary => HasEffects(binary.Left) || HasEffects(binary.Right),
        _ => true,
    };
}
