using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>How long the arrays of a test are. All of one type are equally long, so that an index is checked without reading anything.</summary>
internal static class ArrayLengths
{
    /// <summary>The length of the arrays of <paramref name="type"/>.</summary>
    /// <exception cref="LitmusException">They differ, or there are none, or they are too long.</exception>
    public static int Of(CSharpUnit unit, ITypeSymbol type, SyntaxNode use)
    {
        int? length = null;
        foreach (ExpressionSyntax syntax in unit.Tree.GetRoot().DescendantNodes().OfType<ExpressionSyntax>())
        {
            if (syntax is not (ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax)) continue;
            if (unit.Model.GetOperation(syntax) is not IArrayCreationOperation creation || !SymbolEqualityComparer.Default.Equals(creation.Type, type)) continue;
            if (creation.DimensionSizes is not [{ ConstantValue: { HasValue: true, Value: int size } }] || size is < 1 or > ObjectLayout.LongestArray)
            {
                throw CSharpError.NotCovered(unit, syntax, $"an array has a constant length from 1 to {ObjectLayout.LongestArray}");
            }

            if (length is { } other && other != size) throw unit.Error(syntax, $"the test has arrays of {other} and of {size} elements of this type, expected one length");
            length = size;
        }

        return length ?? throw CSharpError.NotCovered(unit, use, $"no thread creates an array of type {type.ToDisplayString()}");
    }
}
