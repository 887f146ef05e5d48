using MemoryModelLab.Litmus.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>
/// Where the objects of a test live. Each place in the source that allocates is one object (which is why none may stand in a loop): a
/// location named after its class, whose address is the reference's value, with one cell for each field or element behind it, zero before
/// every thread starts, as the runtime hands out memory. A struct is laid out like an object, but it is its location; a static field is a
/// location of its own.
/// </summary>
internal sealed class ObjectLayout(CSharpUnit unit, LocationTable locations)
{
    private const int FieldStride = 8;

    /// <summary>The most elements an array may have.</summary>
    public const int LongestArray = 16;

    /// <summary>A new object of class <paramref name="type"/>: its address. The second of a class <c>Box</c> is the location <c>Box2</c>, and so on.</summary>
    public long Allocate(ITypeSymbol type)
    {
        (string name, long address) = Declare(type.Name);
        AddFields(name, type);
        return address;
    }

    /// <summary>A new array: its address.</summary>
    public long AllocateArray(IArrayTypeSymbol type, int length)
    {
        (string name, long address) = Declare($"{type.ElementType.Name}Array");
        for (int i = 0; i < length; i++) locations.AddCell(name, OffsetOf(i), StateNames.Element(name, i), 0);
        return address;
    }

    /// <summary>The location <paramref name="name"/>, which is a struct of <paramref name="type"/>: its address.</summary>
    public long StructAt(string name, ITypeSymbol type)
    {
        long address = locations.AddressOf(name);
        AddFields(name, type);
        return address;
    }

    /// <summary>The static field <paramref name="field"/>: its address.</summary>
    public long StaticAt(IFieldSymbol field)
    {
        string name = $"{field.ContainingType.Name}.{field.Name}";
        locations.SuggestType(name, CSharpType.Of(field.Type)!.Value.Printed);
        bool isConstructed = unit.Classes.StaticConstructorOf(field.ContainingType) is not null; // which then stores what initialisers say
        return locations.AddressOf(name, isConstructed ? 0 : InitialiserOf(field));
    }

    /// <summary>A location that the runtime keeps of <paramref name="type"/>, which no state prints.</summary>
    public long HiddenOf(ITypeSymbol type, string what) => locations.AddressOf($"{type.Name}.%{what}");

    /// <summary>The distance of <paramref name="field"/> from the start of its object, never 0.</summary>
    public long OffsetOf(IFieldSymbol field) => OffsetOf(unit.Classes.FieldsOf(field.ContainingType).IndexOf(field, 0, SymbolEqualityComparer.Default));

    /// <summary>The distance of an array's element from its start, never 0.</summary>
    public static long OffsetOf(int element) => FieldStride * (1 + (long)element);

    /// <summary>Whether the test declares class <paramref name="type"/>.</summary>
    public bool IsDeclared(ITypeSymbol type) => unit.Classes.IsDeclared(type);

    /// <summary>The fields of class <paramref name="type"/> whose initialisers store something other than 0, with what they store.</summary>
    public IEnumerable<(IFieldSymbol Field, long Value)> InitialisersOf(ITypeSymbol type) =>
        unit.Classes.FieldsOf(type).Select(field => (field, InitialiserOf(field))).Where(entry => entry.Item2 != 0);

    /// <summary>What the initialiser of <paramref name="field"/> stores; 0 when it has none.</summary>
    public long InitialiserOf(IFieldSymbol field)
    {
        var declarator = (VariableDeclaratorSyntax)field.DeclaringSyntaxReferences[0].GetSyntax();
        return declarator.Initializer is { Value: var value } ? CSharpConstant.ToRegister(unit, value, unit.Model.GetConstantValue(value)) : 0;
    }

    private (string Name, long Address) Declare(string type)
    {
        string name = type;
        for (int number = 2; locations.IsDeclared(name) || unit.LocationTypes.ContainsKey(name); number++) name = $"{type}{number}";
        locations.SuggestType(name, ScalarType.Long);
        return (name, locations.AddressOf(name));
    }

    private void AddFields(string name, ITypeSymbol type)
    {
        foreach (IFieldSymbol field in unit.Classes.FieldsOf(type))
        {
            string cell = $"{name}.{field.Name}";
            locations.AddCell(name, OffsetOf(field), cell, 0);
            locations.SuggestType(cell, CSharpType.Of(field.Type)!.Value.Printed);
        }
    }
}
