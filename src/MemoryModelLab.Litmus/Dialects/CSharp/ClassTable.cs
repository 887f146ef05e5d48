using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>
/// The types a test declares: plain classes and structs, with fields of one memory cell each. A class may also have static fields, and a
/// static constructor.
/// </summary>
internal sealed class ClassTable
{
    private readonly Dictionary<ITypeSymbol, ImmutableArray<IFieldSymbol>> fields = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ITypeSymbol, ConstructorDeclarationSyntax> staticConstructors = new(SymbolEqualityComparer.Default);

    /// <summary>Reads the types of <paramref name="unit"/>.</summary>
    /// <exception cref="LitmusException">A declaration is something else.</exception>
    public ClassTable(CSharpUnit unit)
    {
        foreach (BaseTypeDeclarationSyntax type in unit.Types) Declare(unit, type);
    }

    /// <summary>Whether the test declares <paramref name="type"/>.</summary>
    public bool IsDeclared(ITypeSymbol type) => fields.ContainsKey(type);

    /// <summary>Whether <paramref name="type"/> is a struct that the test declares.</summary>
    public bool IsStruct(ITypeSymbol? type) => type is { TypeKind: TypeKind.Struct } && fields.ContainsKey(type);

    /// <summary>The instance fields of <paramref name="type"/>, in order; none for a type that is not the test's.</summary>
    public ImmutableArray<IFieldSymbol> FieldsOf(ITypeSymbol type) => fields.GetValueOrDefault(type, []);

    /// <summary>Whether <paramref name="name"/>, as in <c>Config.size</c>, is a static field.</summary>
    public bool IsStaticField(string name) => fields.Keys.Any(type =>
        type.GetMembers().OfType<IFieldSymbol>().Any(field => field is { IsStatic: true, IsConst: false } && name == $"{type.Name}.{field.Name}"));

    /// <summary>The static constructor of <paramref name="type"/>, if it has one.</summary>
    public ConstructorDeclarationSyntax? StaticConstructorOf(ITypeSymbol type) => staticConstructors.GetValueOrDefault(type);

    private void Declare(CSharpUnit unit, BaseTypeDeclarationSyntax syntax)
    {
        if (syntax is not TypeDeclarationSyntax { RawKind: (int)SyntaxKind.ClassDeclaration or (int)SyntaxKind.StructDeclaration } declaration)
        {
            throw CSharpError.NotCovered(unit, syntax, "declare a class or struct with fields");
        }

        SyntaxNode? extra = declaration.AttributeLists.FirstOrDefault() ?? (SyntaxNode?)declaration.TypeParameterList
            ?? declaration.ParameterList ?? (SyntaxNode?)declaration.BaseList;
        if (extra is not null) throw CSharpError.NotCovered(unit, extra, "declare a plain class or struct with fields");

        var type = (ITypeSymbol)unit.Model.GetDeclaredSymbol(declaration)!;
        var own = ImmutableArray.CreateBuilder<IFieldSymbol>();
        foreach (MemberDeclarationSyntax member in declaration.Members)
        {
            if (member is ConstructorDeclarationSyntax { Body: not null } constructor && constructor.Modifiers.Any(SyntaxKind.StaticKeyword) && declaration is ClassDeclarationSyntax)
            {
                staticConstructors.Add(type, constructor);
                continue;
            }

            if (member is not FieldDeclarationSyntax { AttributeLists.Count: 0 } group)
            {
                throw CSharpError.NotCovered(unit, member, "a class may only have fields and a static constructor, a struct only fields");
            }

            foreach (VariableDeclaratorSyntax variable in group.Declaration.Variables)
            {
                if (Field(unit, variable) is { } field) own.Add(field);
            }
        }

        fields.Add(type, own.ToImmutable());
    }

    /// <summary>Checks a field; null when it is not part of an instance.</summary>
    private static IFieldSymbol? Field(CSharpUnit unit, VariableDeclaratorSyntax variable)
    {
        var field = (IFieldSymbol)unit.Model.GetDeclaredSymbol(variable)!;
        if (field.IsConst) return null;
        if (CSharpType.Of(field.Type) is null) throw CSharpError.NotCovered(unit, variable, $"a field of type {field.Type} is not one memory cell");
        if (variable.Initializer is { Value: var value }) CSharpConstant.ToRegister(unit, value, unit.Model.GetConstantValue(value));
        return field.IsStatic ? null : field;
    }
}
