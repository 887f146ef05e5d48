using System.Text;
using MemoryModelLab.Litmus.Dialects.CSharp;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryModelLab.Hardware.Harness;

/// <summary>
/// Makes a thread's method callable and its locals observable, by insertions only; every statement of the test stands as it was
/// written. Inserted are:
/// <list type="bullet">
/// <item>an attribute that has the method compiled at once, fully optimised, and never inlined into the loop that calls it;</item>
/// <item>a last parameter, <c>ref</c> to this iteration's results, memory that no other thread touches during a batch;</item>
/// <item>for each observed local, a store of its value to the results, at the end of the block that declares it and before each
/// <c>return</c>, <c>break</c> and <c>continue</c> that leaves this block;</item>
/// <item><c>= default</c> behind an observed local that is declared without a value.</item>
/// </list>
/// The stores come after every access of the block, to a line that is in this core's cache: they do not order anything before them.
/// </summary>
internal sealed class BodyInstrumentation
{
    private readonly CSharpUnit unit;
    private readonly MethodDeclarationSyntax method;
    private readonly List<(int Position, string Text)> insertions = [];
    private readonly List<(ILocalSymbol Symbol, BlockSyntax Block, int Position)> observed = [];

    private BodyInstrumentation(CSharpUnit unit, MethodDeclarationSyntax method, IReadOnlySet<string> names)
    {
        this.unit = unit;
        this.method = method;
        foreach (VariableDeclaratorSyntax declarator in method.DescendantNodes().OfType<VariableDeclaratorSyntax>())
        {
            if (names.Contains(declarator.Identifier.ValueText)) Observe(declarator);
        }
    }

    /// <summary>The observed locals' types, by name.</summary>
    public IReadOnlyDictionary<string, ITypeSymbol> Locals =>
        observed.DistinctBy(local => local.Symbol.Name).ToDictionary(local => local.Symbol.Name, local => local.Symbol.Type);

    /// <summary>Whether the method follows references, and so can end by an exception.</summary>
    public bool MayFail => method.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        .Any(access => unit.Model.GetSymbolInfo(access).Symbol is IFieldSymbol { IsConst: false });

    /// <summary>The instrumentation of <paramref name="method"/> that observes the locals called <paramref name="names"/>.</summary>
    public static BodyInstrumentation Of(CSharpUnit unit, MethodDeclarationSyntax method, IReadOnlySet<string> names) => new(unit, method, names);

    /// <summary>The method's source with the insertions; <paramref name="store"/> writes the store of a local to the results.</summary>
    public string Text(string resultsParameter, Func<ILocalSymbol, string> store)
    {
        insertions.Add((method.SpanStart, "[MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)] "));
        string separator = method.ParameterList.Parameters.Count > 0 ? ", " : "";
        insertions.Add((method.ParameterList.CloseParenToken.SpanStart, separator + resultsParameter));
        foreach (var block in observed.GroupBy(local => local.Block))
        {
            insertions.Add((block.Key.CloseBraceToken.SpanStart, string.Concat(block.Select(local => store(local.Symbol)))));
        }

        foreach (StatementSyntax exit in method.DescendantNodes().OfType<StatementSyntax>())
        {
            if (exit is not (ReturnStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax)) continue;
            string stores = string.Concat(observed.Where(local => Leaves(exit, local.Block, local.Position)).Select(local => store(local.Symbol)));
            if (stores.Length == 0) continue;
            insertions.Add((exit.SpanStart, "{ " + stores));
            insertions.Add((exit.Span.End, " }"));
        }

        return Apply();
    }

    private void Observe(VariableDeclaratorSyntax declarator)
    {
        var local = (ILocalSymbol)unit.Model.GetDeclaredSymbol(declarator)!;
        if (local.IsConst) return;
        if (declarator.Parent?.Parent is not LocalDeclarationStatementSyntax { Parent: BlockSyntax block })
        {
            throw unit.Error(declarator, $"the hardware run cannot observe {local.Name}, which a for statement declares; declare it in a block");
        }

        observed.Add((local, block, declarator.SpanStart));
        if (declarator.Initializer is null) insertions.Add((declarator.Span.End, " = default"));
    }

    private static bool Leaves(StatementSyntax exit, BlockSyntax block, int declaredAt)
    {
        if (exit.SpanStart < declaredAt || !block.Span.Contains(exit.Span)) return false;
        if (exit is ReturnStatementSyntax) return true;
        SyntaxNode? loop = exit.Ancestors().FirstOrDefault(node => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax);
        return loop is not null && loop.Span.Contains(block.Span);
    }

    private string Apply()
    {
        var text = new StringBuilder();
        string source = unit.Tree.GetText().ToString();
        int position = method.SpanStart;
        foreach ((int at, string inserted) in insertions.OrderBy(insertion => insertion.Position))
        {
            text.Append(source, position, at - position).Append(inserted);
            position = at;
        }

        return text.Append(source, position, method.Span.End - position).ToString();
    }
}
