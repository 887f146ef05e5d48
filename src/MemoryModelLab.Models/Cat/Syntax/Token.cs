using MemoryModelLab.Litmus;

namespace MemoryModelLab.Models.Cat.Syntax;

/// <summary>A token of a cat file.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, SourcePosition Position)
{
    /// <summary>How an error message names the token.</summary>
    public string Description => Kind switch
    {
        TokenKind.End => "the end of the file",
        TokenKind.Tag => $"the tag '{Text}",
        TokenKind.String => "a string",
        TokenKind.Keyword => $"the keyword '{Text}'",
        _ => $"'{Text}'",
    };

    /// <summary>Whether this is the keyword or symbol <paramref name="text"/>.</summary>
    public bool Is(string text) => Kind is TokenKind.Keyword or TokenKind.Symbol && Text == text;
}
