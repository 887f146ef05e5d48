using System.Text;
using MemoryModelLab.Litmus.Lexing;

namespace MemoryModelLab.Litmus.Syntax;

/// <summary>The initial state: <c>{ x=1; int y=2; 0:X1=x; int64_t 0:X2; int *p = &amp;x; atomic_t z = ATOMIC_INIT(0); int t[2] = {1, 2}; }</c>.</summary>
internal static class InitSyntax
{
    private const int MostCells = 4096;

    /// <summary>Reads the block, braces included.</summary>
    public static EquatableList<InitialValue> Parse(Lexer lexer, StateSyntax state)
    {
        lexer.Expect(TokenKind.OpenBrace, "\"{\", which opens the initial state");
        var entries = new List<InitialValue>();
        int cells = 0;
        while (!lexer.Accept(TokenKind.CloseBrace))
        {
            if (lexer.Accept(TokenKind.Semicolon)) continue;
            Token start = lexer.Current;
            InitialValue entry = Entry(lexer, state);
            cells += entry.Elements?.Count ?? 1;
            if (cells > MostCells) throw lexer.Error(start.Start, $"the initial state has more than {MostCells} values, expected at most so many");
            entries.Add(entry);
            if (lexer.Kind != TokenKind.CloseBrace) lexer.Expect(TokenKind.Semicolon, "\";\" or \"}\" behind an initial value");
        }

        return new EquatableList<InitialValue>([.. entries]);
    }

    /// <summary>Prints the block.</summary>
    public static void Print(IReadOnlyList<InitialValue> init, StringBuilder output)
    {
        output.Append("{\n");
        foreach (InitialValue entry in init)
        {
            output.Append("  ");
            if (entry.Type is not null) output.Append(entry.Type).Append(' ');
            output.Append(Target(entry));
            if (entry.Elements is { } elements) output.Append('[').Append(elements.Count).Append("] = {").AppendJoin(", ", elements).Append('}');
            else if (entry.Value is not null) output.Append(" = ").Append(entry.Value);
            output.Append(";\n");
        }

        output.Append("}\n");
    }

    // [x] would read as the size of an array behind a type, and as nothing else in front.
    private static string Target(InitialValue entry) => entry.Target.Thread is null ? entry.Target.Name : entry.Target.ToString();

    private static InitialValue Entry(Lexer lexer, StateSyntax state)
    {
        var type = new StringBuilder();
        while (lexer.Kind == TokenKind.Identifier && !IsTarget(lexer))
        {
            if (type.Length > 0) type.Append(' ');
            type.Append(lexer.SpanOf(lexer.Advance()));
        }

        while (lexer.Accept(TokenKind.Star)) type.Append('*');
        string? typeName = type.Length == 0 ? null : type.ToString();

        Token start = lexer.Current;
        StateReference target = state.Reference();
        if (ArraySize(target.Name) is { } size) return Array(lexer, state, typeName, target, size, start);
        if (!lexer.Accept(TokenKind.Equal)) return new InitialValue(typeName, target, null);
        if (!lexer.Accept("ATOMIC_INIT")) return new InitialValue(typeName, target, state.Value());

        lexer.Expect(TokenKind.OpenParen, "\"(\"");
        StateValue value = state.Value();
        lexer.Expect(TokenKind.CloseParen, "\")\"");
        return new InitialValue(typeName, target, value);
    }

    // A name is the target when no further part of the declaration follows it, and part of the type otherwise.
    private static bool IsTarget(Lexer lexer) => lexer.Peek(1) switch
    {
        TokenKind.Identifier or TokenKind.Number or TokenKind.Star or TokenKind.Percent => false,
        TokenKind.Colon => StateSyntax.ThreadName(lexer.Span) is not null,
        TokenKind.OpenBracket => lexer.Peek(2) == TokenKind.Number,
        _ => true,
    };

    private static long? ArraySize(string name)
    {
        int bracket = name.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0 ? null : long.Parse(name.AsSpan(bracket + 1, name.Length - bracket - 2));
    }

    private static InitialValue Array(Lexer lexer, StateSyntax state, string? type, StateReference target, long size, Token start)
    {
        if (size == 0) throw lexer.Error(start.Start, "an array of no elements, expected at least one");
        var elements = new List<StateValue>();
        if (lexer.Accept(TokenKind.Equal))
        {
            lexer.Expect(TokenKind.OpenBrace, "\"{\", which opens the array's elements");
            do elements.Add(state.Value());
            while (lexer.Accept(TokenKind.Comma) && elements.Count <= size);
            lexer.Expect(TokenKind.CloseBrace, "\"}\" behind the array's elements");
            if (elements.Count != size) throw lexer.Error(start.Start, $"{elements.Count} elements for an array of {size}");
        }

        while (elements.Count < size) elements.Add(new StateValue(0));
        string name = target.Name[..target.Name.IndexOf('[', StringComparison.Ordinal)];
        return new InitialValue(type, new StateReference(null, name), null, [.. elements]);
    }
}
