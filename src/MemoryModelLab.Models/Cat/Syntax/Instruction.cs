using MemoryModelLab.Litmus;

namespace MemoryModelLab.Models.Cat.Syntax;

/// <summary>An instruction of a cat file.</summary>
internal abstract record Instruction(SourcePosition Position)
{
    /// <summary><c>let …</c>.</summary>
    public sealed record Let(SourcePosition Position, Bindings Bindings) : Instruction(Position);

    /// <summary><c>[flag | undefined_unless | assert] [~] acyclic | irreflexive | empty e [as name]</c>.</summary>
    public sealed record Check(
        SourcePosition Position, CheckSeverity Severity, bool Negated, CheckKind Kind, Expression Expression, string? Name) : Instruction(Position);

    /// <summary><c>show e as name</c>; <c>show a, b</c> is one of these for each name.</summary>
    public sealed record Show(SourcePosition Position, Expression Expression, string Name) : Instruction(Position);

    /// <summary><c>unshow name</c>.</summary>
    public sealed record Unshow(SourcePosition Position, string Name) : Instruction(Position);

    /// <summary><c>include "file"</c>.</summary>
    public sealed record Include(SourcePosition Position, string File) : Instruction(Position);

    /// <summary><c>procedure name p = … end</c>.</summary>
    public sealed record Procedure(
        SourcePosition Position, string Name, Pattern Parameter, IReadOnlyList<Instruction> Body, bool IsRecursive) : Instruction(Position);

    /// <summary><c>call name argument</c>.</summary>
    public sealed record Call(SourcePosition Position, string Name, Expression Argument) : Instruction(Position);

    /// <summary><c>forall x in S do … end</c>.</summary>
    public sealed record Forall(SourcePosition Position, string Name, Expression Set, IReadOnlyList<Instruction> Body) : Instruction(Position);

    /// <summary><c>with x from S</c>: the rest of the model once for each element.</summary>
    public sealed record With(SourcePosition Position, string Name, Expression Set) : Instruction(Position);

    /// <summary><c>enum name = 'a || 'b</c>.</summary>
    public sealed record Enum(SourcePosition Position, string Name, IReadOnlyList<string> Tags) : Instruction(Position);

    /// <summary><c>match e with 'a -> … end</c> on instructions.</summary>
    public sealed record Match(
        SourcePosition Position,
        Expression Subject,
        IReadOnlyList<KeyValuePair<string, IReadOnlyList<Instruction>>> Clauses,
        IReadOnlyList<Instruction>? Default) : Instruction(Position);

    /// <summary><c>if c … else … end</c> on instructions.</summary>
    public sealed record If(
        SourcePosition Position, Condition Condition, IReadOnlyList<Instruction> Then, IReadOnlyList<Instruction> Else) : Instruction(Position);
}

/// <summary>A parsed cat file.</summary>
/// <param name="Path">The file as the user or the including file gave it.</param>
/// <param name="Header">The words before the first instruction: an architecture and a title, or either, or none.</param>
/// <param name="ComputesDependencies">Whether the file derives dependencies from register events (herd7's option <c>catdep</c>).</param>
/// <param name="Instructions">The rest.</param>
internal sealed record CatFile(string Path, IReadOnlyList<string> Header, bool ComputesDependencies, IReadOnlyList<Instruction> Instructions);
