namespace MemoryModelLab.Models.Relations;

/// <summary>The operations of a <see cref="RelationGraph"/>. Those up to <see cref="RecursionVariable"/> are leaves.</summary>
public enum NodeKind
{
    /// <summary>No event, or no pair.</summary>
    Empty,

    /// <summary>A <see cref="BaseSet"/>.</summary>
    SetLeaf,

    /// <summary>The events with certain tags.</summary>
    TagLeaf,

    /// <summary>A <see cref="BaseRelation"/>.</summary>
    RelationLeaf,

    /// <summary>A set or relation given element by element.</summary>
    Constant,

    /// <summary>A variable of a recursive definition, inside its body.</summary>
    RecursionVariable,

    /// <summary>a ∪ b.</summary>
    Union,

    /// <summary>a ∩ b.</summary>
    Intersect,

    /// <summary>a \ b.</summary>
    Difference,

    /// <summary>All events or pairs that are not in a.</summary>
    Complement,

    /// <summary>a ; b.</summary>
    Sequence,

    /// <summary>a⁻¹.</summary>
    Inverse,

    /// <summary>The transitive closure a⁺.</summary>
    Plus,

    /// <summary>a ∪ id.</summary>
    Optional,

    /// <summary>All pairs from set a to set b.</summary>
    Product,

    /// <summary>The identity on set a.</summary>
    Identity,

    /// <summary>The pairs of relation b that start in set a: <c>[a] ; b</c>.</summary>
    RestrictDomain,

    /// <summary>The pairs of relation a that end in set b: <c>a ; [b]</c>.</summary>
    RestrictRange,

    /// <summary>The events that relation a starts from.</summary>
    Domain,

    /// <summary>The events that relation a ends in.</summary>
    Range,

    /// <summary>One component of the least fixpoint of a recursive definition.</summary>
    Fixpoint,
}
