using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>The classes a test declares: plain ones, with instance fields of one memory cell each and nothing else.</summary>
internal sealed class ClassTable
{
    private readonly Dictionary<ITypeSymbol, ImmutableArray<IFieldSymbol>> fields = new(SymbolEqualityComparer.Default);

    /// <summary>Reads the classes of <paramref name="unit"/>.</summary>
    /// <exception cref="LitmusException">A declaration is something else.</exception>
    public ClassTable(CSharpUnit unit)
    {
        foreach (BaseTypeDeclarationSyntax type in unit.Types) Declare(unit, type);
    }

    /// <summary>Whether the test declares class <paramref name="type"/>.</summary>
    public bool IsDeclared(ITypeSymbol type) => fields.ContainsKey(type);

    /// <summary>The fields of <paramref name="type"/>, in order; none for a class that is not the test's.</summary>
    public ImmutableArray<IFieldSymbol> FieldsOf(ITypeSymbol type) => fields.GetValueOrDefault(type, []);

    private void Declare(CSharpUnit unit, BaseTypeDeclarationSyntax syntax)
    {
        if (syntax is not ClassDeclarationSyntax declaration) throw CSharpError.NotCovered(unit, syntax, "declare a class with fields");
        SyntaxNode? extra = declaration.AttributeLists.FirstOrDefault() ?? (SyntaxNode?)declaration.TypeParameterList
            ?? declaration.ParameterList ?? (SyntaxNode?)declaration.BaseList;
        if (extra is not null) throw CSharpError.NotCovered(unit, extra, "declare a plain class with fields");

        var own = ImmutableArray.CreateBuilder<IFieldSymbol>();
        foreach (MemberDeclarationSyntax member in declaration.Members)
        {
            if (member is not FieldDeclarationSyntax { AttributeLists.Count: 0 } group) throw CSharpError.NotCovered(unit, member, "a class may only have fields");
            foreach (VariableDeclaratorSyntax variable in group.Declaration.Variables)
            {
                if (Field(unit, variable) is { } field) own.Add(field);
            }
        }

        fields.Add((ITypeSymbol)unit.Model.GetDeclaredSymbol(declaration)!, own.ToImmutable());
    }

    private static IFieldSymbol? Field(CSharpUnit unit, VariableDeclaratorSyntax variable)
    {
        var field = (IFieldSymbol)unit.Model.GetDeclaredSymbol(variable)!;
        if (field.IsConst) return null;
        if (field.IsStatic) throw CSharpError.NotCovered(unit, variable, "a static field is shared by all runs; use a location");
        if (CSharpType.Of(field.Type) is null) throw CSharpError.NotCovered(unit, variable, $"a field of type {field.Type} is not one memory cell");
        if (variable.Initializer is { Value: var value }) CSharpConstant.ToRegister(unit, value, unit.Model.GetConstantValue(value));
        return field;
    }
}
