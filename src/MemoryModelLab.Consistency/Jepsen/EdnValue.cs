using System.Globalization;

namespace MemoryModelLab.Consistency.Jepsen;

/// <summary>The kinds of EDN values that histories have.</summary>
internal enum EdnKind : byte
{
    /// <summary>Nothing.</summary>
    Nil,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A text between quotes.</summary>
    Text,

    /// <summary>A name that begins with a colon, kept without it.</summary>
    Keyword,

    /// <summary>Anything else that is one token: a symbol, a truth value, a number with a point.</summary>
    Symbol,

    /// <summary>A vector or list.</summary>
    Vector,

    /// <summary>A set.</summary>
    Set,

    /// <summary>A map: keys and values in turn.</summary>
    Map,
}

/// <summary>A value of EDN, Clojure's data notation, and where it stands.</summary>
internal sealed record EdnValue(EdnKind Kind, string Text, long Number, IReadOnlyList<EdnValue> Items, long Line, long Column)
{
    /// <summary>Whether it has items.</summary>
    public bool IsCollection => Kind is EdnKind.Vector or EdnKind.Set;

    /// <summary>A token as a text: numbers and keywords too.</summary>
    public string Name => Kind switch
    {
        EdnKind.Number => Number.ToString(CultureInfo.InvariantCulture),
        EdnKind.Nil => "nil",
        EdnKind.Keyword => ":" + Text,
        EdnKind.Vector or EdnKind.Set => $"[{string.Join(' ', Items.Select(i => i.Name))}]",
        EdnKind.Map => $"{{{string.Join(' ', Items.Select(i => i.Name))}}}",
        _ => Text,
    };
}
