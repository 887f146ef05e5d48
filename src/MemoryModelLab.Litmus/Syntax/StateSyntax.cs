using MemoryModelLab.Litmus.Lexing;

namespace MemoryModelLab.Litmus.Syntax;

/// <summary>References to parts of a state (<c>0:X1</c>, <c>[x]</c>, <c>t[2]</c>) and values, as herd's initial states and conditions write them.</summary>
internal sealed class StateSyntax(Lexer lexer)
{
    /// <summary>The elements of the longest array.</summary>
    public const int LongestArray = 4096;

    private readonly List<(Token Token, StateReference Reference)> registers = [];

    /// <summary>The register references read so far, to be checked when the threads are known.</summary>
    public IReadOnlyList<(Token Token, StateReference Reference)> Registers => registers;

    /// <summary>Whether the next token can begin a reference.</summary>
    public bool AtReference => lexer.Kind is TokenKind.Identifier or TokenKind.Number or TokenKind.OpenBracket or TokenKind.Star or TokenKind.Percent;

    /// <summary>A reference; <c>*x</c> means <c>[x]</c>.</summary>
    public StateReference Reference()
    {
        lexer.Accept(TokenKind.Star);
        switch (lexer.Kind)
        {
            case TokenKind.OpenBracket:
                lexer.Advance();
                StateReference inside = lexer.Kind == TokenKind.Percent ? new StateReference(null, SymbolicRegister()) : Location();
                lexer.Expect(TokenKind.CloseBracket, "\"]\"");
                return inside;
            case TokenKind.Number:
                return Register(ThreadNumber(lexer.Span));
            case TokenKind.Identifier when ThreadName(lexer.Span) is { } thread && lexer.Peek(1) == TokenKind.Colon:
                return Register(thread);
            case TokenKind.Percent:
                return new StateReference(null, SymbolicRegister());
            default:
                return Location();
        }
    }

    /// <summary>A location, or an element of an array.</summary>
    public StateReference Location()
    {
        string name = lexer.ExpectName("a location's or a register's name, such as x, [x] or 0:r0");
        return lexer.Kind == TokenKind.OpenBracket ? new StateReference(null, $"{name}[{Index()}]") : new StateReference(null, name);
    }

    /// <summary>A number in brackets: an array's index or size.</summary>
    public long Index()
    {
        lexer.Expect(TokenKind.OpenBracket, "\"[\"");
        Token start = lexer.Current;
        long index = lexer.ExpectNumber("an array's index");
        if (index is < 0 or > LongestArray) throw lexer.Error(start.Start, $"the index {index} is out of range, expected 0 to {LongestArray}");
        lexer.Expect(TokenKind.CloseBracket, "\"]\"");
        return index;
    }

    /// <summary>A number, or a location whose address is meant (<c>x</c>, <c>&amp;x</c>).</summary>
    public StateValue Value()
    {
        bool address = lexer.Accept(TokenKind.Ampersand);
        if (lexer.Kind == TokenKind.Identifier)
        {
            if (!address && lexer.Accept("true")) return new StateValue(1);
            if (!address && (lexer.Accept("false") || lexer.Accept("null"))) return new StateValue(0);
            return new StateValue(0, Location().Name);
        }

        return new StateValue(lexer.ExpectNumber("a number or a location's name"));
    }

    /// <summary>The number n of a thread named <c>Pn</c>; null for another name.</summary>
    public static int? ThreadName(ReadOnlySpan<char> name) =>
        name.Length > 1 && name[0] == 'P' && int.TryParse(name[1..], System.Globalization.NumberStyles.None, null, out int thread) ? thread : null;

    private int ThreadNumber(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, System.Globalization.NumberStyles.None, null, out int thread)
            ? thread
            : throw lexer.Unexpected("a thread's number, as in 0:r0");

    private StateReference Register(int thread)
    {
        Token start = lexer.Advance();
        lexer.Expect(TokenKind.Colon, "\":\" behind the thread's number, as in 0:r0");
        string name = lexer.Kind == TokenKind.Percent ? "" : lexer.ExpectName("a register's name");
        if (lexer.Kind == TokenKind.Percent && name is "" or "X" or "W") name += SymbolicRegister();
        var reference = new StateReference(thread, name);
        registers.Add((start, reference));
        return reference;
    }

    private string SymbolicRegister()
    {
        lexer.Expect(TokenKind.Percent, "\"%\"");
        return "%" + lexer.ExpectName("a symbolic register's name");
    }
}
