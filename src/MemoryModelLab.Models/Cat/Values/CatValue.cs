using System.Collections.Immutable;
using MemoryModelLab.Models.Cat.Syntax;

namespace MemoryModelLab.Models.Cat.Values;

/// <summary>
/// A value of the cat language. Sets of events and relations are nodes of the model's graph, whose value may not be known while the
/// model is read; everything else is at hand.
/// </summary>
internal abstract record CatValue
{
    /// <summary>The empty set or relation, of any type.</summary>
    public static readonly CatValue Nothing = new Empty();

    /// <summary>How an error message names a value of this kind.</summary>
    public abstract string Description { get; }

    /// <summary>A set of events or a relation: a node of the graph.</summary>
    public sealed record Node(int Id, bool IsRelation) : CatValue
    {
        /// <inheritdoc/>
        public override string Description => IsRelation ? "a relation" : "a set of events";
    }

    /// <summary><c>{}</c> and <c>0</c>.</summary>
    public sealed record Empty : CatValue
    {
        /// <inheritdoc/>
        public override string Description => "the empty set";
    }

    /// <summary><c>_</c>: all events, or all pairs of events where a relation is wanted.</summary>
    public sealed record Universe : CatValue
    {
        /// <inheritdoc/>
        public override string Description => "the universe '_'";
    }

    /// <summary>A tag and the enumeration it belongs to.</summary>
    public sealed record Tag(string Type, string Name) : CatValue
    {
        /// <inheritdoc/>
        public override string Description => $"the tag '{Name}";
    }

    /// <summary>An event, as an element of a set.</summary>
    public sealed record Event(int Index) : CatValue
    {
        /// <inheritdoc/>
        public override string Description => "an event";
    }

    /// <summary>A pair of events, as an element of a relation.</summary>
    public sealed record Pair(int From, int To) : CatValue
    {
        /// <inheritdoc/>
        public override string Description => "a pair of events";
    }

    /// <summary>A tuple.</summary>
    public sealed record Tuple(ImmutableArray<CatValue> Items) : CatValue
    {
        /// <inheritdoc/>
        public override string Description => $"a tuple of {Items.Length}";
    }

    /// <summary>A set of values that are not events: tags, relations, sets of events, tuples.</summary>
    public sealed record Set(ImmutableSortedSet<CatValue> Items) : CatValue
    {
        /// <inheritdoc/>
        public override string Description => "a set of values";
    }

    /// <summary>A function written in cat.</summary>
    public sealed record Closure(string Name, Pattern Parameter, Expression Body, Environment Scope) : CatValue
    {
        /// <inheritdoc/>
        public override string Description => "a function";
    }

    /// <summary>A function of the language.</summary>
    public sealed record Primitive(string Name) : CatValue
    {
        /// <inheritdoc/>
        public override string Description => $"the primitive {Name}";
    }

    /// <summary>A procedure.</summary>
    public sealed record Procedure(string Name, Pattern Parameter, IReadOnlyList<Instruction> Body, Environment Scope) : CatValue
    {
        /// <inheritdoc/>
        public override string Description => "a procedure";
    }
}
