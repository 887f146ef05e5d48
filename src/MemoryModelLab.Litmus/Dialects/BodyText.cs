using MemoryModelLab.Litmus.Syntax;

namespace MemoryModelLab.Litmus.Dialects;

/// <summary>Finds where thread bodies in C or C# end: at the first final clause outside every brace, parenthesis, string and comment.</summary>
internal static class BodyText
{
    /// <summary>The offset at or behind <paramref name="start"/> where the final clauses begin; the text's length when there are none.</summary>
    public static int End(string text, int start)
    {
        int depth = 0;
        for (int i = start; i < text.Length; i++)
        {
            char c = text[i];
            char next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (c == '/' && next == '/') i = Find(text, "\n", i + 2);
            else if (c == '/' && next == '*') i = Find(text, "*/", i + 2) + 1;
            else if (c == '(' && next == '*' && depth == 0) i = CommentEnd(text, i);
            else if (c is '"' or '\'') i = LiteralEnd(text, i);
            else if (c is '{' or '(') depth++;
            else if (c is '}' or ')') depth--;
            else if (depth > 0) continue;
            else if (c == '~') return i;
            else if (char.IsAsciiLetter(c) || c == '_')
            {
                int end = i + 1;
                while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')) end++;
                if (FinalSyntax.IsKeyword(text.AsSpan(i, end - i))) return i;
                i = end - 1;
            }
        }

        return text.Length;
    }

    /// <summary>Where <paramref name="what"/> stands at or behind <paramref name="from"/>; the text's length when nowhere.</summary>
    public static int Find(string text, string what, int from)
    {
        int found = from >= text.Length ? -1 : text.IndexOf(what, from, StringComparison.Ordinal);
        return found < 0 ? text.Length : found;
    }

    /// <summary>The offset of the quote that closes the literal opened at <paramref name="start"/>, or of the line's end.</summary>
    public static int LiteralEnd(string text, int start)
    {
        int i = start + 1;
        while (i < text.Length && text[i] != text[start] && text[i] != '\n') i += text[i] == '\\' ? 2 : 1;
        return i;
    }

    /// <summary>The offset of the last character of the OCaml comment, which may nest, that begins at <paramref name="start"/>.</summary>
    // Between functions no C declarator can begin with "(*".
    public static int CommentEnd(string text, int start)
    {
        int depth = 0, i = start;
        while (i + 1 < text.Length)
        {
            if (text[i] == '(' && text[i + 1] == '*') (depth, i) = (depth + 1, i + 2);
            else if (text[i] == '*' && text[i + 1] == ')') (depth, i) = (depth - 1, i + 2);
            else i++;
            if (depth == 0) return i - 1;
        }

        return text.Length;
    }
}
