using MemoryModelLab.Litmus.Lexing;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>
/// Tells the members of a C# test apart without knowing its syntax: a member ends at the brace that closes it, or at a semicolon outside
/// braces; comments and literals hide both. What is inside is for the compiler to judge.
/// </summary>
internal static class MemberScanner
{
    /// <summary>The members between two offsets.</summary>
    /// <exception cref="LitmusException">The last one does not end.</exception>
    public static IEnumerable<Range> Members(Lexer lexer, int start, int end)
    {
        string text = lexer.Text;
        int position = start;
        while ((position = SkipBlanks(text, position, end)) < end)
        {
            int close = MemberEnd(text, position, end);
            if (close < 0) throw lexer.Error(position, "this member does not end, expected \"}\"");
            yield return position..close;
            position = close;
        }
    }

    /// <summary>Whether a member is a method: whether a parenthesis opens before any brace.</summary>
    public static bool IsMethod(ReadOnlySpan<char> member) => member.IndexOfAny('(', '{') is var first and >= 0 && member[first] == '(';

    /// <summary>Whether <paramref name="text"/> has the word <paramref name="name"/>.</summary>
    public static bool ContainsName(ReadOnlySpan<char> text, ReadOnlySpan<char> name)
    {
        for (int from = 0; from < text.Length; from++)
        {
            int found = text[from..].IndexOf(name);
            if (found < 0) return false;
            from += found;
            int behind = from + name.Length;
            if ((from == 0 || !IsNamePart(text[from - 1])) && (behind == text.Length || !IsNamePart(text[behind]))) return true;
        }

        return false;
    }

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static int MemberEnd(string text, int position, int end)
    {
        int depth = 0;
        while (position < end)
        {
            int behind = SkipHidden(text, position, end);
            if (behind > position)
            {
                position = behind;
                continue;
            }

            char c = text[position++];
            if (c == '{') depth++;
            if (c == '}') depth--;
            if (depth <= 0 && (c is '}' or ';')) return position;
        }

        return -1;
    }

    // Between members herd's comments are comments too; inside one, "(*" is C#.
    private static int SkipBlanks(string text, int position, int end)
    {
        while (position < end)
        {
            if (char.IsWhiteSpace(text[position])) position++;
            else if (string.CompareOrdinal(text, position, "(*", 0, 2) == 0) position = BodyText.CommentEnd(text, position) + 1;
            else if (text[position] == '/' && SkipHidden(text, position, end) is var behind && behind > position) position = behind;
            else break;
        }

        return position;
    }

    // Behind the comment or literal that begins here; here when none does.
    private static int SkipHidden(string text, int position, int end)
    {
        int last = text[position] switch
        {
            '/' when string.CompareOrdinal(text, position, "//", 0, 2) == 0 => BodyText.Find(text, "\n", position + 2),
            '/' when string.CompareOrdinal(text, position, "/*", 0, 2) == 0 => BodyText.Find(text, "*/", position + 2) + 1,
            '"' or '\'' => BodyText.LiteralEnd(text, position),
            _ => position - 1,
        };
        return Math.Min(last + 1, end);
    }
}
