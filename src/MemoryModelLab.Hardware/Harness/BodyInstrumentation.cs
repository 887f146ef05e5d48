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
/// <item>an attribute that has the method never inlined into the loop that calls it, and usually compiled at once, fully optimised;</item>
/// <item>a last parameter, <c>ref</c> to this iteration's results, memory that no other thread touches during a batch;</item>
/// <item>for each observed local, a store of its value to the results, at the end of the block that declares it and before each
/// <c>return</c>, <c>break</c> and <c>continue</c> that leaves this block;</item>
/// <item><c>= default</c> behind an observed local that is declared without a value;</item>
/// <item>instead of these two, where the thread follows references and so may end anywhere: the store behind each statement that
/// assigns the local.</item>
/// </list>
/// The stores are plain, to memory no other thread knows: they order nothing, and depend on nothing but the value they store.
/// </summary>
internal sealed class BodyInstrumentation
{
    /// <summary>The attribute that has a method compiled at once, fully optimised, and never inlined.</summary>
    public const string OptimisedAtOnce = "[MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)] ";

    /// <summary>The attribute of a method that is compiled as others are, but never inlined.</summary>
    public const string NotInlined = "[MethodImpl(MethodImplOptions.NoInlining)] ";

    private readonly CSharpUnit unit;
    private readonly MethodDeclarationSyntax method;
    private readonly List<(int Position, string Text)> insertions = [];
    private readonly List<(ILocalSymbol Symbol, BlockSyntax Block, int Position)> observed = [];
    private readonly List<(ILocalSymbol Symbol, StatementSyntax Statement)> assignments = [];

    private BodyInstrumentation(CSharpUnit unit, MethodDeclarationSyntax method, IReadOnlySet<string> names)
    {
        this.unit = unit;
        this.method = method;
        foreach (VariableDeclaratorSyntax declarator in method.DescendantNodes().OfType<VariableDeclaratorSyntax>())
        {
            if (names.Contains(declarator.Identifier.ValueText)) Observe(declarator);
        }

        MayFail = method.DescendantNodes().Any(node => node is ElementAccessExpressionSyntax)
            || method.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
                .Any(access => unit.Model.GetSymbolInfo(access).Symbol is IFieldSymbol { IsConst: false, ContainingType.TypeKind: TypeKind.Class });
        LosesState = MayFail && !FindAssignments();
    }

    /// <summary>The observed locals' types, by name.</summary>
    public IReadOnlyDictionary<string, ITypeSymbol> Locals =>
        observed.DistinctBy(local => local.Symbol.Name).ToDictionary(local => local.Symbol.Name, local => local.Symbol.Type);

    /// <summary>Whether the method follows references, and so can end by an exception.</summary>
    public bool MayFail { get; }

    /// <summary>Whether locals are not all stored when it does: some are assigned within an expression.</summary>
    public bool LosesState { get; }

    /// <summary>The instrumentation of <paramref name="method"/> that observes the locals called <paramref name="names"/>.</summary>
    public static BodyInstrumentation Of(CSharpUnit unit, MethodDeclarationSyntax method, IReadOnlySet<string> names) => new(unit, method, names);

    /// <summary>The method's source with the insertions; <paramref name="store"/> writes the store of a local to the results.</summary>
    public string Text(string attribute, string resultsParameter, Func<ILocalSymbol, string> store)
    {
        InsertSignature(attribute, resultsParameter);
        if (MayFail && !LosesState) StoreWhenAssigned(store);
        else StoreAtExits(store);
        return Apply();
    }

    /// <summary>The method's source with as little inserted as keeps the observed locals alive: their stores stand at its exits only.</summary>
    public string PlainText(string attribute, string resultsParameter, Func<ILocalSymbol, string> store)
    {
        InsertSignature(attribute, resultsParameter);
        StoreAtExits(store);
        return Apply();
    }

    private void InsertSignature(string attribute, string resultsParameter)
    {
        insertions.Add((method.SpanStart, attribute));
        string separator = method.ParameterList.Parameters.Count > 0 ? ", " : "";
        insertions.Add((method.ParameterList.CloseParenToken.SpanStart, separator + resultsParameter));
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
    }

    private void StoreAtExits(Func<ILocalSymbol, string> store)
    {
        foreach (VariableDeclaratorSyntax declarator in method.DescendantNodes().OfType<VariableDeclaratorSyntax>())
        {
            bool isObserved = observed.Exists(local => local.Position == declarator.SpanStart);
            if (isObserved && declarator.Initializer is null) insertions.Add((declarator.Span.End, " = default"));
        }

        foreach (var block in observed.GroupBy(local => local.Block))
        {
            insertions.Add((block.Key.CloseBraceToken.SpanStart, string.Concat(block.Select(local => store(local.Symbol)))));
        }

        foreach (StatementSyntax exit in method.DescendantNodes().OfType<StatementSyntax>())
        {
            if (exit is not (ReturnStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax)) continue;
            string stores = string.Concat(observed.Where(local => Leaves(exit, local.Block, local.Position)).Select(local => store(local.Symbol)));
            if (stores.Length > 0) Wrap(exit, stores, "");
        }
    }

    private void StoreWhenAssigned(Func<ILocalSymbol, string> store)
    {
        foreach (var statement in assignments.GroupBy(assignment => assignment.Statement))
        {
            string stores = string.Concat(statement.Select(assignment => store(assignment.Symbol)));
            if (statement.Key.Parent is BlockSyntax) insertions.Add((statement.Key.Span.End, stores));
            else Wrap(statement.Key, "", stores);
        }
    }

    private void Wrap(StatementSyntax statement, string before, string behind)
    {
        insertions.Add((statement.SpanStart, "{ " + before));
        insertions.Add((statement.Span.End, behind + " }"));
    }

    // The statements that assign observed locals; false when an assignment is only part of one, which may fail behind it.
    private bool FindAssignments()
    {
        foreach ((ILocalSymbol symbol, _, _) in observed)
        {
            foreach (IdentifierNameSyntax name in method.DescendantNodes().OfType<IdentifierNameSyntax>())
            {
                if (name.Identifier.ValueText != symbol.Name || !IsAssigned(name)) continue;
                if (name.Parent!.Parent is not ExpressionStatementSyntax statement) return false;
                if (SymbolEqualityComparer.Default.Equals(unit.Model.GetSymbolInfo(name).Symbol, symbol)) assignments.Add((symbol, statement));
            }

            var declarator = (VariableDeclaratorSyntax)symbol.DeclaringSyntaxReferences[0].GetSyntax();
            if (declarator.Initializer is null) continue;
            if (((VariableDeclarationSyntax)declarator.Parent!).Variables.Count > 1) return false;
            assignments.Add((symbol, (StatementSyntax)declarator.Parent.Parent!));
        }

        return true;
    }

    private static bool IsAssigned(IdentifierNameSyntax name) => name.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == name,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } => true,
        PostfixUnaryExpressionSyntax => true,
        _ => false,
    };

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
