using System.Text;
using MemoryModelLab.Litmus.Lexing;

namespace MemoryModelLab.Litmus.Syntax;

/// <summary>
/// The lines above the initial state: <c>AArch64 MP+dmb.sy+addr</c>, a quoted description, and <c>Key=value</c> lines. These lines are
/// read by line, not by token: a name or a value may hold any character.
/// </summary>
internal static class HeaderSyntax
{
    /// <summary>Reads the header; the lexer then stands at the initial state's brace.</summary>
    public static LitmusTest Parse(Lexer lexer)
    {
        Architecture architecture = ParseArchitecture(lexer);
        string text = lexer.Text;
        int position = lexer.Previous.End;
        int end = NameEnd(text, position);
        string name = text[position..end].Trim();
        if (name.Length == 0) throw lexer.Error(position, "found no name, expected the test's name behind the architecture");
        lexer.MoveTo(end);

        string? description = null;
        var info = new List<KeyValuePair<string, string>>();
        while (lexer.Kind != TokenKind.OpenBrace)
        {
            if (lexer.Accept(TokenKind.Semicolon)) continue;
            if (lexer.Kind == TokenKind.String && description is null)
            {
                description = lexer.SpanOf(lexer.Advance())[1..^1].ToString();
                continue;
            }

            info.Add(InfoLine(lexer));
        }

        return new LitmusTest { Architecture = architecture, Name = name, Description = description, Info = [.. info], Threads = [] };
    }

    /// <summary>Prints the header.</summary>
    public static void Print(LitmusTest test, StringBuilder output)
    {
        output.Append(test.Architecture).Append(' ').Append(test.Name).Append('\n');
        if (test.Description is not null) output.Append('"').Append(test.Description).Append("\"\n");
        foreach ((string key, string value) in test.Info) output.Append(key).Append('=').Append(value).Append('\n');
    }

    private static Architecture ParseArchitecture(Lexer lexer)
    {
        foreach (Architecture architecture in Enum.GetValues<Architecture>())
        {
            if (lexer.Accept(architecture.ToString())) return architecture;
        }

        throw lexer.Unexpected("an architecture: " + string.Join(", ", Enum.GetNames<Architecture>()));
    }

    // The name ends with its line, or before a comment, a description or the initial state on the same line.
    private static int NameEnd(string text, int position)
    {
        int end = position;
        while (end < text.Length && text[end] is not ('\n' or '"' or '{' or ';') && !(text[end] == '(' && end + 1 < text.Length && text[end + 1] == '*')) end++;
        return end;
    }

    private static KeyValuePair<string, string> InfoLine(Lexer lexer)
    {
        Token start = lexer.Current;
        string text = lexer.Text;
        int end = text.IndexOf('\n', start.Start);
        if (end < 0) end = text.Length;
        ReadOnlySpan<char> line = text.AsSpan(start.Start, end - start.Start);
        int equal = line.IndexOf('=');
        if (start.Kind != TokenKind.Identifier || equal < 0 || line[..equal].Contains('{'))
            throw lexer.Unexpected("a quoted description, a line Key=value, or \"{\", which opens the initial state");

        string key = line[..equal].Trim().ToString();
        if (key.AsSpan().ContainsAny(" \t\"(")) throw lexer.Error(start.Start, $"found \"{key}\", expected a single word in front of \"=\"");
        lexer.MoveTo(end);
        return KeyValuePair.Create(key, line[(equal + 1)..].Trim().ToString());
    }
}
