using System.Globalization;
using MemoryModelLab.Attributes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryModelLab.Hardware.AttributeTests;

/// <summary>Finds the line of an <see cref="OutcomeAttribute"/>, for messages.</summary>
internal static class OutcomeLine
{
    /// <summary><c>File.cs:12</c>; null where the source is not at hand, or says it otherwise than by a literal.</summary>
    public static string? Of(AttributeTest test, OutcomeAttribute outcome)
    {
        try
        {
            using var source = new AttributeSource(test.Assembly.Path);
            if (source.Of(test.Threads[0]).Parent is not TypeDeclarationSyntax type) return null;
            AttributeSyntax? written = type.AttributeLists.SelectMany(list => list.Attributes).FirstOrDefault(attribute => Is(attribute, outcome));
            if (written?.GetLocation().GetLineSpan() is not { } span) return null;
            return $"{Path.GetFileName(span.Path)}:{(span.StartLinePosition.Line + 1).ToString(CultureInfo.InvariantCulture)}";
        }
        catch (NotTranslatedException)
        {
            return null;
        }
    }

    private static bool Is(AttributeSyntax written, OutcomeAttribute outcome) =>
        written.ArgumentList?.Arguments is [{ Expression: LiteralExpressionSyntax { Token.Value: string values } }, { Expression: MemberAccessExpressionSyntax expect }, ..]
        && values == outcome.Values && expect.Name.Identifier.ValueText == outcome.Expect.ToString();
}
