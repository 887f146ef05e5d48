using MemoryModelLab.Litmus;

namespace MemoryModelLab.Models;

/// <summary>What a check asks of a set or relation.</summary>
public enum CheckKind
{
    /// <summary>The relation has no cycle.</summary>
    Acyclic,

    /// <summary>The relation relates no event to itself.</summary>
    Irreflexive,

    /// <summary>The set or relation is empty.</summary>
    Empty,
}

/// <summary>What a check that does not hold means.</summary>
public enum CheckSeverity
{
    /// <summary>The execution is not allowed.</summary>
    Require,

    /// <summary>cat's <c>flag</c>: when the check <em>holds</em>, the result carries its name.</summary>
    Flag,

    /// <summary>cat's <c>undefined_unless</c>: when the check does not hold, the test has undefined behaviour and the result carries its name.</summary>
    UndefinedUnless,

    /// <summary>cat's <c>assert</c>: when the check does not hold, the model was used outside of what it describes.</summary>
    Assert,
}

/// <summary>One check of a model.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Negated">Whether the answer is turned round (<c>~empty r</c>).</param>
/// <param name="Node">Of which node of the model's graph.</param>
/// <param name="Name">Its name (<c>as name</c>), or a description where it has none.</param>
/// <param name="Severity">What it means when it does not hold.</param>
/// <param name="Position">Where it stands in the model's file.</param>
public sealed record ModelCheck(CheckKind Kind, bool Negated, int Node, string Name, CheckSeverity Severity, SourcePosition Position);
