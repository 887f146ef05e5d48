using MemoryModelLab.Litmus;

namespace MemoryModelLab.Models.Cat.Syntax;

/// <summary>An expression of a cat file.</summary>
internal abstract record Expression(SourcePosition Position)
{
    /// <summary><c>0</c> or <c>{}</c>: the empty set or relation.</summary>
    public sealed record Empty(SourcePosition Position) : Expression(Position);

    /// <summary><c>_</c>: all events.</summary>
    public sealed record Universe(SourcePosition Position) : Expression(Position);

    /// <summary><c>'name</c>.</summary>
    public sealed record Tag(SourcePosition Position, string Name) : Expression(Position);

    /// <summary>A name.</summary>
    public sealed record Variable(SourcePosition Position, string Name) : Expression(Position);

    /// <summary>A prefix or postfix operator.</summary>
    public sealed record Unary(SourcePosition Position, UnaryOperator Operator, Expression Operand) : Expression(Position);

    /// <summary>Two or more operands joined by one operator; <c>\</c> groups to the left, <c>++</c> to the right.</summary>
    public sealed record Chain(SourcePosition Position, ChainOperator Operator, IReadOnlyList<Expression> Operands) : Expression(Position);

    /// <summary><c>f x</c>.</summary>
    public sealed record Apply(SourcePosition Position, Expression Callee, Expression Argument) : Expression(Position);

    /// <summary><c>(a, b)</c>; <c>()</c> has no items.</summary>
    public sealed record Tuple(SourcePosition Position, IReadOnlyList<Expression> Items) : Expression(Position);

    /// <summary><c>{a, b}</c>, not empty.</summary>
    public sealed record SetLiteral(SourcePosition Position, IReadOnlyList<Expression> Items) : Expression(Position);

    /// <summary><c>fun p -> body</c>, or the right side of <c>let f p = body</c>.</summary>
    public sealed record Function(SourcePosition Position, string Name, Pattern Parameter, Expression Body) : Expression(Position);

    /// <summary><c>let … in body</c>.</summary>
    public sealed record LetIn(SourcePosition Position, Bindings Bindings, Expression Body) : Expression(Position);

    /// <summary><c>match e with 'a -> … || _ -> … end</c>.</summary>
    public sealed record MatchTag(
        SourcePosition Position, Expression Subject, IReadOnlyList<KeyValuePair<string, Expression>> Clauses, Expression? Default) : Expression(Position);

    /// <summary><c>match e with {} -> … || x ++ S -> … end</c>, or with <c>S1 | x ++ S2</c>.</summary>
    public sealed record MatchSet(SourcePosition Position, Expression Subject, Expression WhenEmpty, SetClause Clause) : Expression(Position);

    /// <summary><c>try a with b</c>: b where a has an error.</summary>
    public sealed record Try(SourcePosition Position, Expression Attempt, Expression Fallback) : Expression(Position);

    /// <summary><c>if c then a else b</c>.</summary>
    public sealed record If(SourcePosition Position, Condition Condition, Expression Then, Expression Else) : Expression(Position);
}

/// <summary>The clause of a set match: the names of the part before the element (null in the two-part form), the element, the rest.</summary>
internal sealed record SetClause(string? Before, string? Element, string? Rest, Expression Body);

/// <summary>The names a value is bound to: one, or those of a tuple. A null name is <c>_</c>.</summary>
internal sealed record Pattern(IReadOnlyList<string?> Names, bool IsTuple);

/// <summary><c>p = e</c>.</summary>
internal sealed record Binding(SourcePosition Position, Pattern Pattern, Expression Value);

/// <summary><c>let [rec] p = e and …</c>.</summary>
internal sealed record Bindings(bool IsRecursive, IReadOnlyList<Binding> Items);
