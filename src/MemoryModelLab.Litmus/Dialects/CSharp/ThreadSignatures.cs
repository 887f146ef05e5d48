using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>Checks that the threads are <c>static void P0(ref int x, …)</c> and agree on the types of their locations.</summary>
internal sealed class ThreadSignatures
{
    private readonly CSharpUnit unit;
    private readonly Dictionary<string, ITypeSymbol> types = new(StringComparer.Ordinal);

    /// <summary>Checks the threads of <paramref name="unit"/>.</summary>
    public ThreadSignatures(CSharpUnit unit)
    {
        this.unit = unit;
        for (int thread = 0; thread < unit.Threads.Count; thread++)
        {
            Check(unit.Threads[thread], thread);
            foreach (ParameterSyntax parameter in unit.Threads[thread].ParameterList.Parameters) Declare(parameter);
        }

        CheckLocks();
    }

    /// <summary>The locations' types by name.</summary>
    public IReadOnlyDictionary<string, ITypeSymbol> LocationTypes => types;

    private void Check(MethodDeclarationSyntax method, int thread)
    {
        string expected = $"P{thread.ToString(CultureInfo.InvariantCulture)}";
        bool plain = method.Identifier.Text == expected && method.TypeParameterList is null && method.AttributeLists.Count == 0
            && method.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
            && method.Modifiers is [{ RawKind: (int)SyntaxKind.StaticKeyword }];
        if (!plain) throw unit.Error(method, $"expected a thread `static void {expected}(ref int x, …)`, found `{method.Identifier.Text}` declared otherwise");
    }

    private void Declare(ParameterSyntax parameter)
    {
        if (parameter.AttributeLists.Count > 0 || parameter.Modifiers is not [{ RawKind: (int)SyntaxKind.RefKeyword }])
        {
            throw CSharpError.NotCovered(unit, parameter, "a parameter is a location: `ref int x`");
        }

        ITypeSymbol type = unit.Model.GetDeclaredSymbol(parameter)!.Type;
        string name = parameter.Identifier.ValueText;
        if (CSharpType.Of(type) is null && !unit.Classes.IsStruct(type))
        {
            throw CSharpError.NotCovered(unit, parameter, "locations are integers, bool, object references, and structs the test declares");
        }

        if (!types.TryAdd(name, type) && !SymbolEqualityComparer.Default.Equals(types[name], type))
        {
            throw unit.Error(parameter, $"location {name} is {type.ToDisplayString()} here and {types[name].ToDisplayString()} in another thread");
        }
    }

    // A lock's state is modelled as its location's value; a program that looks at that value would see what no real object shows.
    private void CheckLocks()
    {
        foreach (LockStatementSyntax guarded in unit.Threads.SelectMany(method => method.DescendantNodes().OfType<LockStatementSyntax>()))
        {
            if (guarded.Expression is not IdentifierNameSyntax { Identifier.ValueText: var name } || !types.TryGetValue(name, out ITypeSymbol? type)) continue;
            if (type.SpecialType != SpecialType.System_Object && type.ToDisplayString() != "System.Threading.Lock")
            {
                throw unit.Error(guarded.Expression, $"{name} is locked, expected it to be declared `ref object {name}`");
            }

            IdentifierNameSyntax? other = unit.Threads.SelectMany(method => method.DescendantNodes().OfType<IdentifierNameSyntax>())
                .FirstOrDefault(use => use.Identifier.ValueText == name && use.Parent is not LockStatementSyntax);
            if (other is not null) throw unit.Error(other, $"{name} is locked elsewhere, expected it in lock statements only");
        }
    }
}
