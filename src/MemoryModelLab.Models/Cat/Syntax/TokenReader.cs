using System.Runtime.CompilerServices;
using MemoryModelLab.Litmus;

namespace MemoryModelLab.Models.Cat.Syntax;

/// <summary>The tokens of a cat file, read from left to right.</summary>
internal sealed class TokenReader(IReadOnlyList<Token> tokens)
{
    private int at;

    /// <summary>The next token.</summary>
    public Token Current => tokens[at];

    /// <summary>The token after the next one.</summary>
    public Token Following => tokens[Math.Min(at + 1, tokens.Count - 1)];

    /// <summary>Whether the next token is the keyword or symbol <paramref name="text"/>.</summary>
    public bool Is(string text) => Current.Is(text);

    /// <summary>Takes the next token.</summary>
    public Token Take() => Current.Kind == TokenKind.End ? Current : tokens[at++];

    /// <summary>Takes the next token if it is <paramref name="text"/>.</summary>
    public bool TryTake(string text)
    {
        if (!Is(text)) return false;
        at++;
        return true;
    }

    /// <summary>Takes the next token, which must be <paramref name="text"/>.</summary>
    public Token Expect(string text) => Is(text) ? tokens[at++] : throw Unexpected($"'{text}'");

    /// <summary>Takes the next token, which must be of <paramref name="kind"/>.</summary>
    public Token Expect(TokenKind kind, string expected) => Current.Kind == kind ? tokens[at++] : throw Unexpected(expected);

    /// <summary>Takes a name, or <c>_</c> for null.</summary>
    public string? ExpectNameOrUnderscore() => TryTake("_") ? null : Expect(TokenKind.Name, "a name or '_'").Text;

    /// <summary>The error that the next token is not <paramref name="expected"/>.</summary>
    public LitmusException Unexpected(string expected) => new(Current.Position, $"expected {expected}, found {Current.Description}");

    /// <summary>Refuses nesting that the stack does not bear.</summary>
    public void CheckNesting()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new LitmusException(Current.Position, "this is nested too deeply");
        }
    }
}
