namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>
/// Bounds how deeply source nests before the compiler sees it: its parser looks ahead into tuples and type arguments by recursion that
/// no guard ends, and would take the process with it.
/// </summary>
internal static class SourceNesting
{
    private const int Deepest = 64;

    /// <summary>Fails when brackets in <paramref name="fragment"/>, whether they match or not, nest too deeply.</summary>
    public static void Check(CSharpFragment fragment)
    {
        int brackets = 0, angles = 0;
        for (int index = 0; index < fragment.Text.Length; index++)
        {
            switch (fragment.Text[index])
            {
                case '(' or '[' or '{':
                    brackets++;
                    break;
                case ')' or ']' or '}':
                    brackets--;
                    break;
                case '<':
                    angles++;
                    break;
                case ';':
                    angles = 0;
                    break;
            }

            if (brackets <= Deepest && angles <= Deepest) continue;
            SourcePosition start = fragment.Origin.Position;
            ReadOnlySpan<char> before = fragment.Text.AsSpan(0, index);
            int lines = before.Count('\n');
            int column = lines == 0 ? start.Column + index : index - before.LastIndexOf('\n');
            throw new LitmusException(new SourcePosition(start.File ?? "", start.Line + lines, column), $"brackets nest more than {Deepest} deep here");
        }
    }
}
