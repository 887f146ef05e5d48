using System.Text;
using MemoryModelLab.Litmus.Lexing;
using MemoryModelLab.Litmus.Syntax;

namespace MemoryModelLab.Litmus.Dialects.Assembly;

/// <summary>
/// Threads side by side, as herd writes assembly: a row of names <c>P0 | P1 ;</c>, then rows of instructions, each with as many columns;
/// a column may be empty, and may have labels in front.
/// </summary>
internal sealed class ColumnSyntax(IInstructionSyntax syntax)
{
    // A longer cell stands out of its column.
    private const int WidestColumn = 80;

    /// <summary>Reads the columns; the lexer is left at the first final clause.</summary>
    public EquatableList<ThreadBody> Parse(Lexer lexer)
    {
        lexer.Accept(TokenKind.Semicolon);
        int count = ParseNames(lexer);
        var columns = new List<AssemblyLine>[count];
        for (int i = 0; i < count; i++) columns[i] = [];
        while (!FinalSyntax.Begins(lexer)) ParseRow(lexer, columns);
        return [.. columns.Select((lines, i) => new AssemblyThread($"P{i}", [.. lines]))];
    }

    /// <summary>Prints the columns.</summary>
    public void Print(IReadOnlyList<ThreadBody> threads, StringBuilder output)
    {
        string[][] columns = [.. threads.Select(thread => Column((AssemblyThread)thread))];
        int rows = columns.Max(column => column.Length);
        int[] widths = [.. columns.Select(column => Math.Min(WidestColumn, column.Max(cell => cell.Length)))];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                string cell = row < columns[i].Length ? columns[i][row] : "";
                output.Append(i == 0 ? " " : " | ").Append(cell.PadRight(widths[i]));
            }

            output.Append(" ;\n");
        }
    }

    private static int ParseNames(Lexer lexer)
    {
        int count = 0;
        do
        {
            if (lexer.Kind != TokenKind.Identifier || StateSyntax.ThreadName(lexer.Span) != count)
                throw lexer.Unexpected($"the thread's name P{count}");
            lexer.Advance();
            if (lexer.Kind == TokenKind.Colon)
                throw lexer.Error(lexer.Current.Start, "threads with a role (such as P0:F, a fault handler) are not modelled here, expected \"|\" or \";\"");
            count++;
        }
        while (lexer.Accept(TokenKind.Bar));
        lexer.Expect(TokenKind.Semicolon, "\"|\" or \";\" behind a thread's name");
        return count;
    }

    private void ParseRow(Lexer lexer, List<AssemblyLine>[] columns)
    {
        int column = 0;
        while (true)
        {
            if (column == columns.Length) throw lexer.Unexpected($"\";\" (the row has more columns than the {columns.Length} threads)");
            if (ParseCell(lexer) is { } line) columns[column].Add(line);
            column++;
            if (lexer.Accept(TokenKind.Semicolon)) break;
            lexer.Expect(TokenKind.Bar, "\"|\" or \";\" behind an instruction");
        }

        if (column < columns.Length) throw lexer.Error(lexer.Previous.Start, $"the row ends after column {column}, expected {columns.Length} columns");
    }

    private AssemblyLine? ParseCell(Lexer lexer)
    {
        var origin = new Origin(lexer.PositionOf(lexer.Current));
        List<string>? labels = null;
        while (lexer.Kind == TokenKind.Identifier && lexer.Peek(1) == TokenKind.Colon)
        {
            (labels ??= []).Add(lexer.SpanOf(lexer.Advance()).ToString());
            lexer.Advance();
        }

        bool empty = lexer.Kind is TokenKind.Bar or TokenKind.Semicolon;
        if (empty && labels is null) return null;
        return new AssemblyLine(origin, labels is null ? [] : [.. labels], empty ? null : syntax.Parse(lexer));
    }

    private string[] Column(AssemblyThread thread)
    {
        var cells = new List<string> { thread.Name };
        var cell = new StringBuilder();
        foreach (AssemblyLine line in thread.Lines)
        {
            cell.Clear();
            foreach (string label in line.Labels) cell.Append(label).Append(": ");
            if (line.Instruction is not null) syntax.Print(line.Instruction, cell);
            cells.Add(cell.ToString().TrimEnd());
        }

        return [.. cells];
    }
}
