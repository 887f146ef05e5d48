using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>The meaning of C expressions: plain accesses, arithmetic, and calls of the atomic functions.</summary>
internal sealed class CExpressionLowering
{
    private readonly CThreadBody body;
    private readonly ThreadBuilder thread;
    private readonly CAtomics atomics;

    public CExpressionLowering(CThreadBody body, ThreadBuilder thread)
    {
        (this.body, this.thread) = (body, thread);
        atomics = new CAtomics(this, thread);
    }

    /// <summary>Whether <paramref name="name"/> is a parameter that names a location.</summary>
    public bool IsLocation(string name) => body.Parameters.Any(p => p.IsLocation && p.Name == name);

    /// <summary>Lowers an expression whose value nobody wants.</summary>
    public void Effect(CExpression expression)
    {
        if (expression is CExpression.Call call) atomics.Call(call);
        else Value(expression);
    }

    /// <summary><c>register = value</c>.</summary>
    public void Assign(int register, CExpression value, int line) => thread.Emit(new Op.Move(line, register, Value(value)));

    /// <summary>The expression's value.</summary>
    public Operand Value(CExpression expression)
    {
        int line = expression.At.Line;
        return expression switch
        {
            CExpression.Number number => Operand.Const(number.Value),
            CExpression.Name name => NameValue(name),
            CExpression.Cast cast => Value(cast.Operand),
            CExpression.Unary unary => Unary(unary, line),
            CExpression.Binary binary => Binary(binary, line),
            CExpression.Conditional choice => Conditional(choice, line),
            CExpression.Assignment assignment => Assignment(assignment, line),
            CExpression.Call call => atomics.Call(call) ?? throw Error(call, $"{call.Function} has no value"),
            _ => throw Error(expression, "this expression is not covered"),
        };
    }

    /// <summary>The address a pointer expression is.</summary>
    public Operand Address(CExpression pointer) => Value(pointer);

    /// <summary>The register behind <c>&amp;r</c>, when that is what the expression is.</summary>
    public int? AddressedLocal(CExpression expression) =>
        expression is CExpression.Unary { Operator: "&", Operand: CExpression.Name name } && thread.TryRegister(name.Text, out int register) ? register : null;

    /// <summary>An error at an expression.</summary>
    public static LitmusException Error(CExpression at, string problem) => new(at.At.Position, problem);

    private Operand NameValue(CExpression.Name name)
    {
        if (IsLocation(name.Text)) return Operand.Const(thread.Locations.AddressOf(name.Text));
        if (thread.TryRegister(name.Text, out int register)) return Operand.Reg(register);
        throw Error(name, $"{name.Text} is not declared, neither as a parameter nor as a local variable");
    }

    private Operand Unary(CExpression.Unary unary, int line)
    {
        switch (unary.Operator)
        {
            case "*":
                int loaded = thread.Temporary();
                thread.Emit(new Op.Load(line, loaded, Address(unary.Operand), EventTags.CNonAtomic));
                return Operand.Reg(loaded);
            case "&" when unary.Operand is CExpression.Unary { Operator: "*" } pointer:
                return Value(pointer.Operand);
            case "&":
                throw Error(unary, "the address of a variable is covered only as the expected value of a compare-exchange");
            case "+":
                return Value(unary.Operand);
            case "-":
                return thread.Compute(line, BinaryOperator.Subtract, Operand.Const(0), Value(unary.Operand));
            case "~":
                return thread.Compute(line, BinaryOperator.Xor, Value(unary.Operand), Operand.Const(-1));
            default:
                return thread.Compute(line, BinaryOperator.Equal, Value(unary.Operand), Operand.Const(0));
        }
    }

    private Operand Binary(CExpression.Binary binary, int line)
    {
        if (binary.Operator is "&&" or "||") return ShortCircuit(binary, line);
        Operand left = Value(binary.Left), right = Value(binary.Right);
        return Apply(binary.Operator, left, right, line);
    }

    private Operand Apply(string @operator, Operand left, Operand right, int line) => @operator switch
    {
        "+" => thread.Compute(line, BinaryOperator.Add, left, right),
        "-" => thread.Compute(line, BinaryOperator.Subtract, left, right),
        "*" => thread.Compute(line, BinaryOperator.Multiply, left, right),
        "/" => thread.Compute(line, BinaryOperator.Divide, left, right),
        "%" => thread.Compute(line, BinaryOperator.Remainder, left, right),
        "&" => thread.Compute(line, BinaryOperator.And, left, right),
        "|" => thread.Compute(line, BinaryOperator.Or, left, right),
        "^" => thread.Compute(line, BinaryOperator.Xor, left, right),
        "<<" => thread.Compute(line, BinaryOperator.ShiftLeft, left, right),
        ">>" => thread.Compute(line, BinaryOperator.ShiftRightArithmetic, left, right),
        "==" => thread.Compute(line, BinaryOperator.Equal, left, right),
        "!=" => thread.Compute(line, BinaryOperator.NotEqual, left, right),
        "<" => thread.Compute(line, BinaryOperator.LessThan, left, right),
        "<=" => thread.Compute(line, BinaryOperator.LessOrEqual, left, right),
        ">" => thread.Compute(line, BinaryOperator.LessThan, right, left),
        _ => thread.Compute(line, BinaryOperator.LessOrEqual, right, left),
    };

    /// <summary>The right side is evaluated only when the left one does not decide.</summary>
    private Operand ShortCircuit(CExpression.Binary binary, int line)
    {
        bool and = binary.Operator == "&&";
        int result = thread.Temporary(), end = thread.NewLabel();
        Operand left = Value(binary.Left);
        Operand decided = thread.Compute(line, and ? BinaryOperator.Equal : BinaryOperator.NotEqual, left, Operand.Const(0));
        thread.Emit(new Op.Move(line, result, Operand.Const(and ? 0 : 1)));
        thread.Branch(line, decided, end);
        thread.Compute(line, result, BinaryOperator.NotEqual, Value(binary.Right), Operand.Const(0));
        thread.Place(end);
        return Operand.Reg(result);
    }

    private Operand Conditional(CExpression.Conditional choice, int line)
    {
        int result = thread.Temporary(), otherwise = thread.NewLabel(), end = thread.NewLabel();
        thread.Branch(line, thread.Compute(line, BinaryOperator.Equal, Value(choice.Condition), Operand.Const(0)), otherwise);
        Assign(result, choice.Then, line);
        thread.Jump(line, end);
        thread.Place(otherwise);
        Assign(result, choice.Else, line);
        thread.Place(end);
        return Operand.Reg(result);
    }

    private Operand Assignment(CExpression.Assignment assignment, int line)
    {
        string? @operator = assignment.Operator == "=" ? null : assignment.Operator[..^1];
        if (assignment.Target is CExpression.Name name)
        {
            if (IsLocation(name.Text)) throw Error(assignment, $"{name.Text} is a location's address, expected *{name.Text} = …");
            Operand old = NameValue(name);
            Operand value = Value(assignment.Value);
            if (@operator is not null) value = Apply(@operator, old, value, line);
            thread.Emit(new Op.Move(line, old.Register, value));
            return old;
        }

        Operand address = Address(((CExpression.Unary)assignment.Target).Operand);
        Operand stored = Value(assignment.Value);
        if (@operator is not null)
        {
            int read = thread.Temporary();
            thread.Emit(new Op.Load(line, read, address, EventTags.CNonAtomic));
            stored = Apply(@operator, Operand.Reg(read), stored, line);
        }

        thread.Emit(new Op.Store(line, address, stored, EventTags.CNonAtomic));
        return stored;
    }
}
