namespace MemoryModelLab.Models.Cat.Syntax;

/// <summary>Operators on one operand.</summary>
internal enum UnaryOperator
{
    /// <summary><c>r*</c>.</summary>
    Star,

    /// <summary><c>r+</c>.</summary>
    Plus,

    /// <summary><c>r?</c>.</summary>
    Optional,

    /// <summary><c>r^-1</c>.</summary>
    Inverse,

    /// <summary><c>~e</c>.</summary>
    Complement,

    /// <summary><c>[S]</c>.</summary>
    Identity,
}

/// <summary>Operators between operands, from the loosest to the tightest.</summary>
internal enum ChainOperator
{
    /// <summary><c>a | b</c>.</summary>
    Union,

    /// <summary><c>e ++ S</c>: the set S and the element e.</summary>
    Add,

    /// <summary><c>a ; b</c>.</summary>
    Sequence,

    /// <summary><c>a \ b</c>.</summary>
    Difference,

    /// <summary><c>a &amp; b</c>.</summary>
    Intersection,

    /// <summary><c>S * T</c>.</summary>
    Product,
}
