using System.Text;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>Types as declarations and casts write them: words, then stars. Qualifiers behind a star say nothing here and are left out.</summary>
internal static class CTypeSyntax
{
    private const int MostPointers = 8;

    /// <summary>Whether a declaration begins at the next token.</summary>
    public static bool BeginsDeclaration(CTokens tokens) =>
        tokens.Current.Kind == CTokenKind.Word && (IsTypeWord(tokens.Span) || tokens.Next.Kind == CTokenKind.Word);

    /// <summary>Whether <paramref name="word"/> can only be part of a type.</summary>
    public static bool IsTypeWord(ReadOnlySpan<char> word)
    {
        if (word.EndsWith("_t")) return true;
        if (word.StartsWith("atomic_")) word = word["atomic_".Length..];
        return word is "int" or "char" or "short" or "long" or "unsigned" or "signed" or "bool" or "_Bool" or "uint" or "ulong" or "ushort" or "uchar"
            or "llong" or "ullong" or "schar" or "void" or "float" or "double" or "struct" or "union" or "enum" || IsQualifier(word);
    }

    /// <summary>The words of a type that a name or a star follows; <c>_Atomic(int)</c> is <c>_Atomic int</c> (ISO C11 6.7.2.4).</summary>
    public static string Words(CTokens tokens, bool isNamed)
    {
        var words = new StringBuilder();
        do
        {
            bool isSpecifier = IsAtomicSpecifier(tokens);
            Word(tokens, words);
            if (isSpecifier && tokens.Accept("("))
            {
                while (!tokens.Accept(")")) Word(tokens, words);
            }
        }
        while (tokens.Current.Kind == CTokenKind.Word && (!isNamed || tokens.Next.Kind == CTokenKind.Word || tokens.NextIs("*") || IsAtomicSpecifier(tokens)));
        return words.ToString();
    }

    /// <summary>The number of stars.</summary>
    public static int Pointers(CTokens tokens)
    {
        int count = 0;
        while (tokens.Is("*"))
        {
            if (++count > MostPointers) throw tokens.Error(tokens.Current, $"expected at most {MostPointers} stars");
            tokens.Advance();
            while (IsQualifier(tokens.Span)) tokens.Advance();
        }

        return count;
    }

    private static bool IsAtomicSpecifier(CTokens tokens) => tokens.Is("_Atomic") && tokens.NextIs("(");

    private static void Word(CTokens tokens, StringBuilder words)
    {
        if (tokens.Is("struct") || tokens.Is("union") || tokens.Is("enum") || tokens.Is("float") || tokens.Is("double"))
            throw tokens.Error(tokens.Current, $"the type {tokens.Span} is not covered here, expected an integer type such as int or atomic_int");
        if (words.Length > 0) words.Append(' ');
        words.Append(tokens.ExpectWord("a type, such as int or atomic_int"));
    }

    private static bool IsQualifier(ReadOnlySpan<char> word) =>
        word is "const" or "volatile" or "restrict" or "_Atomic" or "static" or "register" or "inline";
}
