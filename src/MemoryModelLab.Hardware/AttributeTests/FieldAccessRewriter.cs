using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryModelLab.Hardware.AttributeTests;

/// <summary>
/// A method's body with its fields as <c>ref</c> parameters: <c>this.x</c> becomes <c>x</c>, and since a parameter cannot be volatile, accesses to
/// volatile fields become the calls they mean.
/// </summary>
internal sealed class FieldAccessRewriter(IReadOnlySet<string> volatiles) : CSharpSyntaxRewriter
{
    /// <inheritdoc/>
    public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node) =>
        node.Expression is ThisExpressionSyntax ? Visit(node.Name)?.WithTriviaFrom(node) : node.WithExpression((ExpressionSyntax)Visit(node.Expression));

    /// <inheritdoc/>
    public override SyntaxNode? VisitAssignmentExpression(AssignmentExpressionSyntax node)
    {
        if (Name(node.Left) is not { } name || !volatiles.Contains(name)) return base.VisitAssignmentExpression(node);
        if (!node.IsKind(SyntaxKind.SimpleAssignmentExpression) || node.Parent is not (ExpressionStatementSyntax or ArrowExpressionClauseSyntax))
            throw new NotTranslatedException($"'{node}': a volatile field is only assigned by itself in what the models know; write the read and the write apart");
        return SyntaxFactory.ParseExpression($"Volatile.Write(ref {name}, {Visit(node.Right)})").WithTriviaFrom(node);
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node) => Name(node.Operand) is { } name && volatiles.Contains(name) && node.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression
        ? throw new NotTranslatedException($"'{node}': write the volatile read and the volatile write apart")
        : base.VisitPrefixUnaryExpression(node);

    /// <inheritdoc/>
    public override SyntaxNode? VisitPostfixUnaryExpression(PostfixUnaryExpressionSyntax node) => Name(node.Operand) is { } name && volatiles.Contains(name)
        ? throw new NotTranslatedException($"'{node}': write the volatile read and the volatile write apart")
        : base.VisitPostfixUnaryExpression(node);

    // Behind ref, C# too ignores that the field is volatile.
    /// <inheritdoc/>
    public override SyntaxNode? VisitArgument(ArgumentSyntax node) =>
        !node.RefKindKeyword.IsKind(SyntaxKind.None) && Name(node.Expression) is { } name ? node.WithExpression(SyntaxFactory.IdentifierName(name)) : base.VisitArgument(node);

    /// <inheritdoc/>
    public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node) =>
        volatiles.Contains(node.Identifier.ValueText) ? SyntaxFactory.ParseExpression($"Volatile.Read(ref {node.Identifier.ValueText})").WithTriviaFrom(node) : node;

    private static string? Name(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } member => member.Name.Identifier.ValueText,
        _ => null,
    };
}
