using MemoryModelLab.Litmus;

namespace MemoryModelLab.Models.Cat.Syntax;

/// <summary>What an <c>if</c> asks.</summary>
internal abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>How two values compare.</summary>
    public enum Comparison
    {
        /// <summary><c>a = b</c>.</summary>
        Equal,

        /// <summary><c>a subset b</c>.</summary>
        Subset,

        /// <summary><c>x in S</c>.</summary>
        In,
    }

    /// <summary><c>a = b</c>, <c>a subset b</c> or <c>x in S</c>.</summary>
    public sealed record Compare(SourcePosition Position, Comparison How, Expression Left, Expression Right) : Condition;

    /// <summary><c>"name"</c>: the variant is on.</summary>
    public sealed record Variant(string Name) : Condition;

    /// <summary><c>not c</c>.</summary>
    public sealed record Not(Condition Operand) : Condition;

    /// <summary><c>c &amp;&amp; d</c>.</summary>
    public sealed record And(Condition Left, Condition Right) : Condition;

    /// <summary><c>c || d</c>.</summary>
    public sealed record Or(Condition Left, Condition Right) : Condition;
}
