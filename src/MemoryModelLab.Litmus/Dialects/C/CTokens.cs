using MemoryModelLab.Litmus.Lexing;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>The kinds of C tokens.</summary>
internal enum CTokenKind
{
    End,
    Word,
    Number,
    Punctuator,
}

/// <summary>A C token and where it lies.</summary>
internal readonly record struct CToken(CTokenKind Kind, int Start, int Length, int Line, int Column);

/// <summary>Cuts thread bodies in C into tokens, two ahead. Comments are C's, and outside functions herd's <c>(* … *)</c> too.</summary>
internal sealed class CTokens
{
    private static readonly string[] LongPunctuators =
        ["<<=", ">>=", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "++", "--", "->"];

    private readonly Lexer lexer;
    private readonly string text;
    private readonly int end;
    private int position;
    private int line;
    private int lineStart;
    private int depth;

    /// <summary>Starts at the next token of <paramref name="lexer"/> and ends at the offset <paramref name="end"/>.</summary>
    public CTokens(Lexer lexer, int end)
    {
        (this.lexer, this.end, text) = (lexer, end, lexer.Text);
        position = lexer.Current.Start;
        line = lexer.Current.Line;
        lineStart = position - lexer.Current.Column + 1;
        Current = Scan();
        Next = Scan();
    }

    /// <summary>The next token, not yet consumed.</summary>
    public CToken Current { get; private set; }

    /// <summary>The token behind it.</summary>
    public CToken Next { get; private set; }

    /// <summary>The characters of the next token.</summary>
    public ReadOnlySpan<char> Span => SpanOf(Current);

    /// <summary>Where the next token is.</summary>
    public Origin Origin => OriginOf(Current);

    /// <summary>The characters of <paramref name="token"/>.</summary>
    public ReadOnlySpan<char> SpanOf(CToken token) => text.AsSpan(token.Start, token.Length);

    /// <summary>Where <paramref name="token"/> is.</summary>
    public Origin OriginOf(CToken token) => new(new SourcePosition(lexer.Path, token.Line, token.Column));

    /// <summary>Whether the next token reads <paramref name="spelling"/>.</summary>
    public bool Is(string spelling) => Span.SequenceEqual(spelling);

    /// <summary>Whether the token behind the next one reads <paramref name="spelling"/>.</summary>
    public bool NextIs(string spelling) => SpanOf(Next).SequenceEqual(spelling);

    /// <summary>Consumes the next token.</summary>
    public CToken Advance()
    {
        CToken token = Current;
        Current = Next;
        Next = Scan();
        return token;
    }

    /// <summary>Consumes the next token if it reads <paramref name="spelling"/>.</summary>
    public bool Accept(string spelling)
    {
        if (!Is(spelling)) return false;
        Advance();
        return true;
    }

    /// <summary>Consumes a token that reads <paramref name="spelling"/>, or fails saying that <paramref name="expected"/> was expected.</summary>
    public void Expect(string spelling, string? expected = null)
    {
        if (!Accept(spelling)) throw Unexpected(expected ?? $"\"{spelling}\"");
    }

    /// <summary>Consumes a word and gives it.</summary>
    public string ExpectWord(string expected) =>
        Current.Kind == CTokenKind.Word ? SpanOf(Advance()).ToString() : throw Unexpected(expected);

    /// <summary>An error at <paramref name="token"/>.</summary>
    public LitmusException Error(CToken token, string problem) => new(OriginOf(token).Position, problem);

    /// <summary>The error that the next token is not what was expected.</summary>
    public LitmusException Unexpected(string expected) => Unexpected(Current, expected);

    /// <summary>The error that <paramref name="token"/> is not what was expected.</summary>
    public LitmusException Unexpected(CToken token, string expected)
    {
        const int longest = 40;
        ReadOnlySpan<char> found = SpanOf(token);
        string description = token.Kind == CTokenKind.End ? "the end of the threads" : found.Length > longest ? $"\"{found[..longest]}…\"" : $"\"{found}\"";
        return Error(token, $"found {description}, expected {expected}");
    }

    private CToken Scan()
    {
        SkipBlanks();
        int start = position, column = position - lineStart + 1;
        if (position >= end) return new CToken(CTokenKind.End, end, 0, line, column);
        char first = text[position];
        CTokenKind kind;
        if (IsWordPart(first))
        {
            kind = char.IsAsciiDigit(first) ? CTokenKind.Number : CTokenKind.Word;
            while (position < end && IsWordPart(text[position])) position++;
        }
        else
        {
            kind = CTokenKind.Punctuator;
            position += Math.Min(PunctuatorLength(), end - position);
            if (first == '{') depth++;
            if (first == '}') depth--;
        }

        return new CToken(kind, start, position - start, line, column);
    }

    private int PunctuatorLength()
    {
        foreach (string punctuator in LongPunctuators)
        {
            if (At(punctuator)) return punctuator.Length;
        }

        return 1;
    }

    private void SkipBlanks()
    {
        while (position < end)
        {
            if (char.IsWhiteSpace(text[position])) SkipTo(position + 1);
            else if (At("//")) SkipTo(BodyText.Find(text, "\n", position));
            else if (At("/*")) SkipTo(CommentEnd());
            else if (depth == 0 && At("(*")) SkipTo(BodyText.CommentEnd(text, position) + 1);
            else return;
        }
    }

    private int CommentEnd()
    {
        int close = BodyText.Find(text, "*/", position + 2);
        return close < text.Length ? close + 2 : throw lexer.Error(position, "this comment is not closed, expected \"*/\"");
    }

    private void SkipTo(int target)
    {
        for (; position < Math.Min(target, end); position++)
        {
            if (text[position] != '\n') continue;
            line++;
            lineStart = position + 1;
        }
    }

    private bool At(string spelling) => string.CompareOrdinal(text, position, spelling, 0, spelling.Length) == 0;

    private static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
