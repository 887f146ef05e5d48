using MemoryModelLab.Litmus.Dialects.CSharp;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryModelLab.Hardware.Harness;

/// <summary>The places in a test that allocate objects.</summary>
internal static class Allocations
{
    /// <summary>The class allocated at each place, in the order of the source.</summary>
    public static IEnumerable<ITypeSymbol> In(CSharpUnit unit) => unit.Threads
        .SelectMany(method => method.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>())
        .Select(creation => unit.Model.GetTypeInfo(creation).Type!)
        .Where(type => type.IsReferenceType);
}
