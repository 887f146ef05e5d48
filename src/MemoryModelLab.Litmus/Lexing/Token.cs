namespace MemoryModelLab.Litmus.Lexing;

/// <summary>A token: its kind, where it lies in the text, and its line and column (from 1).</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int Length, int Line, int Column)
{
    /// <summary>The offset behind the token.</summary>
    public int End => Start + Length;
}
