using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>The sentences for constructs that C# tests do not cover.</summary>
internal static class CSharpError
{
    private const int LongestExcerpt = 40;

    /// <summary>The error that <paramref name="node"/> is not covered; <paramref name="instead"/> says what would be.</summary>
    public static LitmusException NotCovered(CSharpUnit unit, SyntaxNode node, string? instead = null)
    {
        string sentence = $"C# tests do not cover {Construct(node)} `{Excerpt(node)}`";
        return unit.Error(node, instead is null ? sentence : $"{sentence}; {instead}");
    }

    // "ThrowStatement" -> "a throw statement"
    private static string Construct(SyntaxNode node)
    {
        var words = new StringBuilder();
        foreach (char letter in node.Kind().ToString())
        {
            if (char.IsUpper(letter) && words.Length > 0) words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }

        return ("aeiou".Contains(words[0], StringComparison.Ordinal) ? "an " : "a ") + words;
    }

    private static string Excerpt(SyntaxNode node)
    {
        string text = string.Join(' ', node.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= LongestExcerpt ? text : text[..LongestExcerpt] + "…";
    }
}
