using System.Collections.Frozen;
using MemoryModelLab.Litmus;

namespace MemoryModelLab.Models.Cat.Syntax;

/// <summary>
/// Cuts a cat file into tokens. Names may hold dots, dashes and underscores and end with a prime; comments are <c>(* … *)</c>, which
/// nest, and <c>//</c> or <c>#</c> to the end of the line.
/// </summary>
internal sealed class Lexer
{
    private static readonly FrozenSet<string> Keywords = FrozenSet.ToFrozenSet(
    [
        "let", "rec", "and", "when", "acyclic", "irreflexive", "empty", "show", "unshow", "subset", "as", "fun", "in", "undefined_unless",
        "flag", "assert", "include", "begin", "end", "procedure", "call", "enum", "debug", "match", "with", "forall", "from", "do", "try",
        "if", "then", "else", "not", "instructions", "default", "yield", "compat",
    ]);

    private static readonly string[] LongSymbols = ["||", "&&", "++", "->", "-1"];
    private readonly string file;
    private readonly string text;
    private int at;
    private int line = 1;
    private int lineStart;

    private Lexer(string text, string file) => (this.text, this.file) = (text, file);

    private SourcePosition Here => new(file, line, at - lineStart + 1);

    /// <summary>The tokens of <paramref name="text"/>; the last one is <see cref="TokenKind.End"/>.</summary>
    /// <exception cref="LitmusException">A character, comment or string that is no token.</exception>
    public static List<Token> Tokens(string text, string file)
    {
        var lexer = new Lexer(text, file);
        var tokens = new List<Token>();
        do tokens.Add(lexer.Next());
        while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    private static bool StartsName(char c) => char.IsAsciiLetter(c);

    private Token Next()
    {
        SkipBlanks();
        SourcePosition position = Here;
        if (at == text.Length) return new Token(TokenKind.End, "", position);
        char c = text[at];
        char next = at + 1 < text.Length ? text[at + 1] : '\0';
        if (StartsName(c) || (c == '_' && StartsName(next)))
        {
            string name = Name();
            return new Token(Keywords.Contains(name) ? TokenKind.Keyword : TokenKind.Name, name, position);
        }

        if (c == '\'' && (StartsName(next) || next == '_'))
        {
            at++;
            return new Token(TokenKind.Tag, Name(), position);
        }

        if (c == '"') return new Token(TokenKind.String, QuotedText(position), position);
        foreach (string symbol in LongSymbols)
        {
            if (string.CompareOrdinal(text, at, symbol, 0, symbol.Length) == 0) return Symbol(symbol, position);
        }

        if ("(){}[]_0|&*~+^\\?=;,".Contains(c)) return Symbol(c.ToString(), position);
        string shown = char.IsControl(c) ? $"character U+{(int)c:X4}" : $"'{c}'";
        throw new LitmusException(position, $"{shown} begins nothing in the cat language");
    }

    private Token Symbol(string symbol, SourcePosition position)
    {
        at += symbol.Length;
        return new Token(TokenKind.Symbol, symbol, position);
    }

    private string Name()
    {
        int start = at++;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.' || IsDashInside())) at++;
        if (at < text.Length && text[at] == '\'') at++;
        return text[start..at];
    }

    /// <summary>A dash belongs to the name, but not that of an arrow.</summary>
    private bool IsDashInside() => text[at] == '-' && !(at + 1 < text.Length && text[at + 1] == '>');

    private string QuotedText(SourcePosition position)
    {
        int end = text.IndexOf('"', at + 1);
        if (end < 0) throw new LitmusException(position, "this string has no closing '\"'");
        string content = text[(at + 1)..end];
        while (at <= end) Advance();
        return content;
    }

    private void SkipBlanks()
    {
        while (at < text.Length)
        {
            char c = text[at];
            if (c is ' ' or '\t' or '\r' or '\n') Advance();
            else if (c == '#' || Follows("//")) SkipLine();
            else if (Follows("(*")) SkipComment();
            else return;
        }
    }

    private void SkipLine()
    {
        while (at < text.Length && text[at] != '\n') at++;
    }

    private void SkipComment()
    {
        SourcePosition position = Here;
        int depth = 0;
        do
        {
            if (at == text.Length) throw new LitmusException(position, "this comment is not closed by '*)'");
            if (Follows("(*"))
            {
                depth++;
                at += 2;
            }
            else if (Follows("*)"))
            {
                depth--;
                at += 2;
            }
            else
            {
                Advance();
            }
        }
        while (depth > 0);
    }

    private bool Follows(string symbol) => string.CompareOrdinal(text, at, symbol, 0, symbol.Length) == 0;

    private void Advance()
    {
        if (text[at++] != '\n') return;
        line++;
        lineStart = at;
    }
}
