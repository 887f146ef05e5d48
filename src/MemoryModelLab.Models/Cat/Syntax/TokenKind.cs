namespace MemoryModelLab.Models.Cat.Syntax;

/// <summary>What a token of a cat file is.</summary>
internal enum TokenKind
{
    /// <summary>The end of the file.</summary>
    End,

    /// <summary>A name that is no keyword: <c>po-loc</c>, <c>dmb.full</c>, <c>_RMW</c>.</summary>
    Name,

    /// <summary>A tag: <c>'acquire</c>; the text is without its quote.</summary>
    Tag,

    /// <summary>A string; the text is without its quotes.</summary>
    String,

    /// <summary>A keyword: <c>let</c>, <c>acyclic</c>, …</summary>
    Keyword,

    /// <summary>An operator or a delimiter.</summary>
    Symbol,
}
