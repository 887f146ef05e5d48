namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>A thread of a C test: a function whose pointer parameters are the test's locations.</summary>
/// <param name="Name">The function's name, <c>P0</c>, <c>P1</c>, …</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Body">Its statements.</param>
public sealed record CThread(string Name, EquatableList<CParameter> Parameters, EquatableList<CStatement> Body) : ThreadBody(Name);

/// <summary>A parameter: <c>atomic_int* x</c>.</summary>
/// <param name="Origin">Where its name is written.</param>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its name.</param>
public sealed record CParameter(Origin Origin, CTypeName Type, string Name);

/// <summary>A type as written.</summary>
/// <param name="Name">Its words, with one space between: <c>volatile int</c>.</param>
/// <param name="Pointers">The number of stars behind them.</param>
public sealed record CTypeName(string Name, int Pointers);

/// <summary>A variable of a declaration: <c>*p = x</c> in <c>int r0, *p = x;</c>.</summary>
/// <param name="Origin">Where its name is written.</param>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its name.</param>
/// <param name="Value">What it starts with; null for nothing.</param>
public sealed record CDeclarator(Origin Origin, CTypeName Type, string Name, CExpression? Value);

/// <summary>A statement of C (ISO C11 6.8).</summary>
/// <param name="Origin">Where it begins.</param>
public abstract record CStatement(Origin Origin)
{
    /// <summary><c>int r0 = 1, r1;</c>; all variables share the words of the type.</summary>
    public sealed record Declaration(Origin Origin, EquatableList<CDeclarator> Variables) : CStatement(Origin);

    /// <summary><c>value;</c></summary>
    public sealed record Expression(Origin Origin, CExpression Value) : CStatement(Origin);

    /// <summary><c>{ … }</c></summary>
    public sealed record Block(Origin Origin, EquatableList<CStatement> Statements) : CStatement(Origin);

    /// <summary><c>if (condition) then else otherwise</c></summary>
    public sealed record If(Origin Origin, CExpression Condition, CStatement Then, CStatement? Otherwise) : CStatement(Origin);

    /// <summary><c>while (condition) body</c></summary>
    public sealed record While(Origin Origin, CExpression Condition, CStatement Body) : CStatement(Origin);

    /// <summary><c>do body while (condition);</c></summary>
    public sealed record DoWhile(Origin Origin, CStatement Body, CExpression Condition) : CStatement(Origin);

    /// <summary><c>for (first; condition; step) body</c>, where <paramref name="First"/> is a declaration, an expression or empty.</summary>
    public sealed record For(Origin Origin, CStatement First, CExpression? Condition, CExpression? Step, CStatement Body) : CStatement(Origin);

    /// <summary><c>break;</c></summary>
    public sealed record Break(Origin Origin) : CStatement(Origin);

    /// <summary><c>continue;</c></summary>
    public sealed record Continue(Origin Origin) : CStatement(Origin);

    /// <summary><c>return;</c></summary>
    public sealed record Return(Origin Origin) : CStatement(Origin);

    /// <summary><c>;</c></summary>
    public sealed record Empty(Origin Origin) : CStatement(Origin);
}

/// <summary>An expression of C (ISO C11 6.5).</summary>
/// <param name="Origin">Where it is written; of a binary operator, where the operator is.</param>
public abstract record CExpression(Origin Origin)
{
    /// <summary>A number, with the suffixes that were written.</summary>
    public sealed record Number(Origin Origin, ulong Value, bool IsUnsigned, bool IsLong) : CExpression(Origin);

    /// <summary>A variable, a parameter, or a named constant such as <c>memory_order_relaxed</c>.</summary>
    public sealed record Name(Origin Origin, string Identifier) : CExpression(Origin);

    /// <summary>One of <c>- + ! ~ * &amp;</c> in front of an operand.</summary>
    public sealed record Unary(Origin Origin, string Operator, CExpression Operand) : CExpression(Origin);

    /// <summary>Two operands with an operator of <see cref="COperators"/> between them.</summary>
    public sealed record Binary(Origin Origin, string Operator, CExpression Left, CExpression Right) : CExpression(Origin);

    /// <summary><c>condition ? then : otherwise</c></summary>
    public sealed record Conditional(Origin Origin, CExpression Condition, CExpression Then, CExpression Otherwise) : CExpression(Origin);

    /// <summary><c>target = value</c>, or with a binary operator in front of the sign, which is empty otherwise.</summary>
    public sealed record Assign(Origin Origin, string Operator, CExpression Target, CExpression Value) : CExpression(Origin);

    /// <summary><c>target++</c>, <c>--target</c>, and the like; the operator is <c>+</c> or <c>-</c>.</summary>
    public sealed record Step(Origin Origin, string Operator, bool IsPrefix, CExpression Target) : CExpression(Origin);

    /// <summary><c>(type)operand</c></summary>
    public sealed record Cast(Origin Origin, CTypeName Type, CExpression Operand) : CExpression(Origin);

    /// <summary><c>array[index]</c></summary>
    public sealed record Index(Origin Origin, CExpression Array, CExpression Position) : CExpression(Origin);

    /// <summary><c>function(…)</c>, in herd's extension with an annotation, <c>function{mb}(…)</c>.</summary>
    public sealed record Call(Origin Origin, string Function, string? Annotation, EquatableList<CExpression> Arguments) : CExpression(Origin);
}
