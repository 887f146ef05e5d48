using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>The names of a thread, its code so far, and conversions between types.</summary>
internal sealed class CContext
{
    private readonly ThreadBuilder thread;
    private readonly Dictionary<string, CValue> names = new(StringComparer.Ordinal);

    public CContext(CThread body, ThreadBuilder thread)
    {
        this.thread = thread;
        Code = new CodeBuilder(thread);
        foreach (CParameter parameter in body.Parameters) Declare(parameter);
    }

    /// <summary>The code so far.</summary>
    public CodeBuilder Code { get; }

    /// <summary>What <paramref name="name"/> stands for: a register or, of a location, its address.</summary>
    public CValue ValueOf(CExpression.Name name) => names.TryGetValue(name.Identifier, out CValue value)
        ? value
        : throw Error(name, $"{name.Identifier} is not declared, expected a parameter or a variable declared before");

    /// <summary>The register of a variable.</summary>
    public CValue VariableOf(CExpression.Name name) => ValueOf(name) is { Operand.IsConstant: false } variable
        ? variable
        : throw Error(name, $"{name.Identifier} is a location, expected a variable, or *{name.Identifier}");

    /// <summary>Declares a variable. Variables of one name in separate blocks are one register.</summary>
    public CValue Declare(CDeclarator variable)
    {
        CValueType type = TypeOf(variable.Type, variable.Origin);
        if (names.TryGetValue(variable.Name, out CValue known))
        {
            if (known.Operand.IsConstant) throw new LitmusException(variable.Origin.Position, $"{variable.Name} is a parameter, expected another name for a variable");
            if (known.Type != type) throw new LitmusException(variable.Origin.Position, $"{variable.Name} is declared with another type before, expected one type for one name");
        }

        var value = new CValue(Operand.Reg(Code.Local(variable.Name, type.Printed)), type);
        names[variable.Name] = value;
        return value;
    }

    /// <summary>The type <paramref name="name"/>, which has values.</summary>
    public static CValueType TypeOf(CTypeName name, Origin origin) => name is { Name: "void", Pointers: 0 }
        ? throw new LitmusException(origin.Position, "void has no values, expected an integer type or a pointer")
        : CValueType.Of(name);

    /// <summary>An error at <paramref name="expression"/>.</summary>
    public static LitmusException Error(CExpression expression, string problem) => new(expression.Origin.Position, problem);

    /// <summary><paramref name="value"/> converted to <paramref name="type"/>.</summary>
    public Operand Convert(CValue value, CValueType type, int target = -1)
    {
        if (type.Holds(value.Type)) return value.Operand;
        if (value.Operand.IsConstant) return Operand.Const(type.WrapConstant(value.Operand.Value));
        return type.IsBoolean
            ? Code.Compute(BinaryOperator.NotEqual, value.Operand, Operand.Const(0), target)
            : Code.Compute(type.Wrap, value.Operand, Operand.Const(type.Bits), target);
    }

    private void Declare(CParameter parameter)
    {
        CValueType type = TypeOf(parameter.Type, parameter.Origin);
        if (type.IsPointer)
        {
            thread.Locations.SuggestType(parameter.Name, type.Pointee.Printed);
            names[parameter.Name] = new CValue(Operand.Const(thread.Locations.AddressOf(parameter.Name)), type);
            return;
        }

        // A parameter that is no pointer is a variable, and starts with the value the initial state has for it, with its thread or without.
        InitialValue? initial = thread.Test.Init.LastOrDefault(entry => entry.Target.Thread is null && entry.Target.Name == parameter.Name);
        bool known = thread.TryRegister(parameter.Name, out _);
        names[parameter.Name] = new CValue(Operand.Reg(Code.Local(parameter.Name, type.Printed)), type);
        if (initial is not null && !known) thread.Initialise(parameter.Name, thread.Locations.ValueOf(initial.Value));
    }
}
