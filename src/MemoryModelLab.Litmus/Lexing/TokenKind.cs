namespace MemoryModelLab.Litmus.Lexing;

/// <summary>The kinds of tokens that the frame of a litmus file and assembly code are made of.</summary>
internal enum TokenKind
{
    End,
    Identifier,
    Number,
    String,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    OpenParen,
    CloseParen,
    Semicolon,
    Colon,
    Comma,
    Bar,
    Equal,
    NotEqual,
    And,
    Or,
    Implies,
    Tilde,
    Star,
    Ampersand,
    Plus,
    Minus,
    Hash,
    Dollar,
    Percent,
    Exclamation,

    /// <summary>Any other character; an error wherever it is met outside a thread body in a language of its own.</summary>
    Unknown,
}
