namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>A thread of a C test: a function whose pointer parameters are the test's locations.</summary>
/// <param name="Name">The function's name, <c>P0</c>, <c>P1</c>, …</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Body">Its statements.</param>
public sealed record CThreadBody(string Name, EquatableList<CParameter> Parameters, EquatableList<CStatement> Body) : ThreadBody(Name);

/// <summary>A parameter, <c>atomic_int* x</c>.</summary>
/// <param name="Type">The type, words separated by one space, stars last: <c>volatile int*</c>.</param>
/// <param name="Name">The name.</param>
public sealed record CParameter(string Type, string Name)
{
    /// <summary>Whether it is a pointer, and so names a location.</summary>
    public bool IsLocation => Type.EndsWith('*');
}

/// <summary>A statement.</summary>
/// <param name="At">Where it begins.</param>
public abstract record CStatement(Origin At)
{
    /// <summary><c>{ … }</c>.</summary>
    public sealed record Block(Origin At, EquatableList<CStatement> Statements) : CStatement(At);

    /// <summary><c>int r0 = e;</c>.</summary>
    public sealed record Declaration(Origin At, string Type, EquatableList<CDeclarator> Declarators) : CStatement(At);

    /// <summary><c>e;</c>; an empty statement when <paramref name="Value"/> is null.</summary>
    public sealed record Expression(Origin At, CExpression? Value) : CStatement(At);

    /// <summary><c>if (c) s else t</c>.</summary>
    public sealed record If(Origin At, CExpression Condition, CStatement Then, CStatement? Else) : CStatement(At);

    /// <summary><c>while (c) s</c>.</summary>
    public sealed record While(Origin At, CExpression Condition, CStatement Body) : CStatement(At);

    /// <summary><c>do s while (c);</c>.</summary>
    public sealed record DoWhile(Origin At, CStatement Body, CExpression Condition) : CStatement(At);

    /// <summary><c>for (a; c; b) s</c>; <paramref name="Start"/> is a declaration or an expression.</summary>
    public sealed record For(Origin At, CStatement Start, CExpression? Condition, CExpression? Step, CStatement Body) : CStatement(At);
}

/// <summary>A variable of a declaration and its initial value.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value; null when it has none.</param>
public sealed record CDeclarator(string Name, CExpression? Value);

/// <summary>An expression.</summary>
/// <param name="At">Where it begins.</param>
public abstract record CExpression(Origin At)
{
    /// <summary>A number.</summary>
    public sealed record Number(Origin At, long Value) : CExpression(At);

    /// <summary>A local variable, or a parameter.</summary>
    public sealed record Name(Origin At, string Text) : CExpression(At);

    /// <summary><c>*e</c>, <c>&amp;x</c>, <c>-e</c>, <c>!e</c>, <c>~e</c>, <c>+e</c>.</summary>
    public sealed record Unary(Origin At, string Operator, CExpression Operand) : CExpression(At);

    /// <summary><c>a ∘ b</c>.</summary>
    public sealed record Binary(Origin At, string Operator, CExpression Left, CExpression Right) : CExpression(At);

    /// <summary><c>c ? a : b</c>.</summary>
    public sealed record Conditional(Origin At, CExpression Condition, CExpression Then, CExpression Else) : CExpression(At);

    /// <summary><c>target = value</c>; <c>+=</c> and its like are written out as trees of their own <paramref name="Operator"/>.</summary>
    public sealed record Assignment(Origin At, CExpression Target, string Operator, CExpression Value) : CExpression(At);

    /// <summary><c>(type)e</c>.</summary>
    public sealed record Cast(Origin At, string Type, CExpression Operand) : CExpression(At);

    /// <summary><c>f(a, b)</c>, <c>f{mb}(a, b)</c>.</summary>
    public sealed record Call(Origin At, string Function, string? Annotation, EquatableList<CExpression> Arguments) : CExpression(At);
}
