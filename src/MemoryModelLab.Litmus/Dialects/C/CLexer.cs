using MemoryModelLab.Litmus.Lexing;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>
/// Cuts the C functions of a test into tokens: names, numbers and operators, with C's comments and, between tokens where C could not
/// mean it, OCaml's.
/// </summary>
internal sealed class CLexer
{
    private static readonly string[] Operators =
    [
        "<<=", ">>=", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "++", "--", "->",
    ];

    private readonly Lexer frame;
    private readonly int end;
    private int position;

    // The line and its start at the offset up to which lines are counted.
    private int counted;
    private int line;
    private int lineStart;

    /// <summary>Starts at the frame's next token; the functions end at the offset <paramref name="end"/>.</summary>
    public CLexer(Lexer frame, int end)
    {
        (this.frame, this.end, position) = (frame, end, frame.Current.Start);
        (counted, line, lineStart) = (position, frame.Current.Line, position - frame.Current.Column + 1);
        Advance();
    }

    /// <summary>The next token's text; empty at the end.</summary>
    public string Current { get; private set; } = "";

    /// <summary>The offset of the next token.</summary>
    public int Start { get; private set; }

    /// <summary>Whether no token is left.</summary>
    public bool IsAtEnd => Current.Length == 0;

    /// <summary>Whether the next token is a name or keyword.</summary>
    public bool IsName => Current.Length > 0 && (char.IsAsciiLetter(Current[0]) || Current[0] == '_');

    /// <summary>Whether the next token is a number.</summary>
    public bool IsNumber => Current.Length > 0 && char.IsAsciiDigit(Current[0]);

    /// <summary>Where the next token stands.</summary>
    public Origin Origin
    {
        get
        {
            for (; counted < Start; counted++)
            {
                if (frame.Text[counted] == '\n') (line, lineStart) = (line + 1, counted + 1);
            }

            return new Origin(new SourcePosition(frame.Path, line, Start - lineStart + 1));
        }
    }

    /// <summary>Consumes the next token and returns it.</summary>
    public string Advance()
    {
        string consumed = Current;
        SkipBlanks();
        Start = position;
        int length = Length();
        Current = frame.Text.Substring(position, length);
        position += length;
        return consumed;
    }

    /// <summary>Consumes the next token if it is <paramref name="text"/>.</summary>
    public bool Accept(string text)
    {
        if (Current != text) return false;
        Advance();
        return true;
    }

    /// <summary>Consumes <paramref name="text"/>.</summary>
    public void Expect(string text)
    {
        if (!Accept(text)) throw Unexpected($"\"{text}\"");
    }

    /// <summary>Consumes a name.</summary>
    public string ExpectName(string expected) => IsName ? Advance() : throw Unexpected(expected);

    /// <summary>The error that the next token is not what was expected.</summary>
    public LitmusException Unexpected(string expected) => Error($"found {(IsAtEnd ? "the end of the functions" : $"\"{Current}\"")}, expected {expected}");

    /// <summary>An error at the next token.</summary>
    public LitmusException Error(string problem) => frame.Error(Start, problem);

    private void SkipBlanks()
    {
        string text = frame.Text;
        while (position < end)
        {
            if (char.IsWhiteSpace(text[position])) position++;
            else if (Starts("//")) position = Math.Min(end, BodyText.Find(text, "\n", position));
            else if (Starts("/*")) position = SkipTo(BodyText.Find(text, "*/", position + 2) + 2);
            else if (Starts("(*") && Current is "" or "}" or ";" or "{") position = SkipTo(BodyText.CommentEnd(text, position) + 1);
            else return;
        }
    }

    private int SkipTo(int offset) => offset <= end ? offset : throw frame.Error(position, "this comment is not closed");

    private int Length()
    {
        if (position >= end) return 0;
        string text = frame.Text;
        int i = position;
        if (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_')
        {
            while (i < end && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_')) i++;
            return i - position;
        }

        return Array.Find(Operators, Starts)?.Length ?? 1;
    }

    private bool Starts(string what) => position + what.Length <= end && string.CompareOrdinal(frame.Text, position, what, 0, what.Length) == 0;
}
