namespace MemoryModelLab.Litmus.Lexing;

/// <summary>
/// Cuts a litmus file into tokens, one ahead. Comments are <c>(* … *)</c> and nest, as in OCaml. Names are as herd's, without
/// <c>-</c> and <c>/</c>, which the other tokens need. A dialect whose thread bodies are in a language of its own reads
/// <see cref="Text"/> from <see cref="Current"/>'s start and sets the lexer behind them by <see cref="MoveTo"/>.
/// </summary>
internal sealed class Lexer
{
    private int position;
    private int line = 1;
    private int lineStart;

    /// <summary>Starts at the beginning of <paramref name="text"/>; <paramref name="path"/> is for positions only.</summary>
    public Lexer(string text, string path)
    {
        Text = text;
        Path = path;
        Advance();
    }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>The path that positions name.</summary>
    public string Path { get; }

    /// <summary>The next token, not yet consumed.</summary>
    public Token Current { get; private set; }

    /// <summary>The last consumed token.</summary>
    public Token Previous { get; private set; }

    /// <summary>The inside of the first comment between the last consumed token and <see cref="Current"/>, trimmed; null without one.</summary>
    public string? CommentBeforeCurrent { get; private set; }

    /// <summary>The kind of the next token.</summary>
    public TokenKind Kind => Current.Kind;

    /// <summary>The characters of the next token.</summary>
    public ReadOnlySpan<char> Span => SpanOf(Current);

    /// <summary>The characters of <paramref name="token"/>.</summary>
    public ReadOnlySpan<char> SpanOf(Token token) => Text.AsSpan(token.Start, token.Length);

    /// <summary>Whether the next token is the identifier <paramref name="word"/>.</summary>
    public bool Is(string word) => Kind == TokenKind.Identifier && Span.SequenceEqual(word);

    /// <summary>Consumes the next token.</summary>
    public Token Advance()
    {
        Previous = Current;
        SkipBlanks();
        int start = position, startLine = line, column = position - lineStart + 1;
        TokenKind kind = Scan();
        Current = new Token(kind, start, position - start, startLine, column);
        return Previous;
    }

    /// <summary>The kind of the token <paramref name="ahead"/> places behind <see cref="Current"/>.</summary>
    public TokenKind Peek(int ahead)
    {
        (Token current, Token previous, string? comment) = (Current, Previous, CommentBeforeCurrent);
        (int savedPosition, int savedLine, int savedLineStart) = (position, line, lineStart);
        for (int i = 0; i < ahead; i++) Advance();
        TokenKind kind = Kind;
        (Current, Previous, CommentBeforeCurrent) = (current, previous, comment);
        (position, line, lineStart) = (savedPosition, savedLine, savedLineStart);
        return kind;
    }

    /// <summary>Consumes the next token if it is of <paramref name="kind"/>.</summary>
    public bool Accept(TokenKind kind)
    {
        if (Kind != kind) return false;
        Advance();
        return true;
    }

    /// <summary>Consumes the next token if it is the identifier <paramref name="word"/>.</summary>
    public bool Accept(string word)
    {
        if (!Is(word)) return false;
        Advance();
        return true;
    }

    /// <summary>Consumes a token of <paramref name="kind"/>, or fails saying that <paramref name="expected"/> was.</summary>
    public Token Expect(TokenKind kind, string expected) => Kind == kind ? Advance() : throw Unexpected(expected);

    /// <summary>Consumes an identifier and returns it.</summary>
    public string ExpectName(string expected) => SpanOf(Expect(TokenKind.Identifier, expected)).ToString();

    /// <summary>Consumes a number, with a minus sign or without; hexadecimal and unsigned 64-bit numbers wrap to their bits.</summary>
    public long ExpectNumber(string expected)
    {
        bool negative = Accept(TokenKind.Minus);
        Token token = Expect(TokenKind.Number, expected);
        return NumberSyntax.TryParse(SpanOf(token), negative, out long value)
            ? value
            : throw Error(token.Start, $"{Describe(token)} is not a number of at most 64 bits, expected {expected}");
    }

    /// <summary>Goes on at the offset <paramref name="offset"/>, which lies at or behind the next token's start.</summary>
    public void MoveTo(int offset)
    {
        ReadOnlySpan<char> skipped = Text.AsSpan(Current.Start, offset - Current.Start);
        line = Current.Line + skipped.Count('\n');
        int lastLine = skipped.LastIndexOf('\n');
        lineStart = lastLine < 0 ? Current.Start - Current.Column + 1 : Current.Start + lastLine + 1;
        position = offset;
        Advance();
    }

    /// <summary>The place of <paramref name="token"/>.</summary>
    public SourcePosition PositionOf(Token token) => new(Path, token.Line, token.Column);

    /// <summary>The place of the offset <paramref name="offset"/>.</summary>
    public SourcePosition PositionOf(int offset)
    {
        ReadOnlySpan<char> before = Text.AsSpan(0, offset);
        return new SourcePosition(Path, before.Count('\n') + 1, offset - before.LastIndexOf('\n'));
    }

    /// <summary>An error at the offset <paramref name="offset"/>.</summary>
    public LitmusException Error(int offset, string problem) => new(PositionOf(offset), problem);

    /// <summary>The error that the next token is not what was expected.</summary>
    public LitmusException Unexpected(string expected) => Error(Current.Start, $"found {Describe(Current)}, expected {expected}");

    private void NewLine()
    {
        line++;
        lineStart = position + 1;
    }

    private string Describe(Token token)
    {
        const int longest = 40;
        return token.Kind switch
        {
            TokenKind.End => "the end of the file",
            _ when token.Length > longest => $"\"{SpanOf(token)[..longest]}…\"",
            _ => $"\"{SpanOf(token)}\"",
        };
    }

    private void SkipBlanks()
    {
        CommentBeforeCurrent = null;
        while (position < Text.Length)
        {
            char c = Text[position];
            if (c == '\n') NewLine();
            else if (c == '(' && position + 1 < Text.Length && Text[position + 1] == '*')
            {
                SkipComment();
                continue;
            }
            else if (!char.IsWhiteSpace(c)) return;
            position++;
        }
    }

    private void SkipComment()
    {
        int start = position, depth = 0;
        do
        {
            if (position + 1 >= Text.Length) throw Error(start, "this comment is not closed, expected \"*)\"");
            char c = Text[position], next = Text[position + 1];
            if (c == '(' && next == '*') (depth, position) = (depth + 1, position + 2);
            else if (c == '*' && next == ')') (depth, position) = (depth - 1, position + 2);
            else
            {
                if (c == '\n') NewLine();
                position++;
            }
        }
        while (depth > 0);

        CommentBeforeCurrent ??= Text.AsSpan(start + 2, position - start - 4).Trim().ToString();
    }

    private TokenKind Scan()
    {
        if (position >= Text.Length) return TokenKind.End;
        char c = Text[position];
        if (char.IsAsciiDigit(c)) return ScanNumber();
        if (IsNameStart(c))
        {
            while (position < Text.Length && IsNamePart(Text[position])) position++;
            return TokenKind.Identifier;
        }

        position++;
        char next = position < Text.Length ? Text[position] : '\0';
        return (c, next) switch
        {
            ('/', '\\') => Two(TokenKind.And),
            ('\\', '/') => Two(TokenKind.Or),
            ('=', '>') => Two(TokenKind.Implies),
            ('=', '=') => Two(TokenKind.Equal),
            ('!', '=') or ('<', '>') => Two(TokenKind.NotEqual),
            ('=', _) => TokenKind.Equal,
            ('{', _) => TokenKind.OpenBrace,
            ('}', _) => TokenKind.CloseBrace,
            ('[', _) => TokenKind.OpenBracket,
            (']', _) => TokenKind.CloseBracket,
            ('(', _) => TokenKind.OpenParen,
            (')', _) => TokenKind.CloseParen,
            (';', _) => TokenKind.Semicolon,
            (':', _) => TokenKind.Colon,
            (',', _) => TokenKind.Comma,
            ('|', _) => TokenKind.Bar,
            ('~', _) => TokenKind.Tilde,
            ('*', _) => TokenKind.Star,
            ('&', _) => TokenKind.Ampersand,
            ('+', _) => TokenKind.Plus,
            ('-', _) => TokenKind.Minus,
            ('#', _) => TokenKind.Hash,
            ('$', _) => TokenKind.Dollar,
            ('%', _) => TokenKind.Percent,
            ('!', _) => TokenKind.Exclamation,
            ('"', _) => ScanString(),
            _ => TokenKind.Unknown,
        };
    }

    private TokenKind Two(TokenKind kind)
    {
        position++;
        return kind;
    }

    private TokenKind ScanNumber()
    {
        // A name glued to a number (1x) is one token, which is then no number.
        while (position < Text.Length && (char.IsAsciiLetterOrDigit(Text[position]) || Text[position] == '_')) position++;
        return TokenKind.Number;
    }

    private TokenKind ScanString()
    {
        int start = position - 1;
        while (position < Text.Length && Text[position] != '"')
        {
            if (Text[position] == '\n') NewLine();
            position++;
        }

        if (position >= Text.Length) throw Error(start, "this string is not closed, expected '\"'");
        position++;
        return TokenKind.String;
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c is '_' or '.';

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '$';
}
