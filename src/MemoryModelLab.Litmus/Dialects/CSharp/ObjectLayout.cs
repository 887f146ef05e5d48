using MemoryModelLab.Litmus.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>
/// Where the objects of a test live. Each place in the source that allocates is one object (which is why none may stand in a loop): a
/// location named after its class, whose address is the reference's value, with one cell for each field behind it, zero before every
/// thread starts, as the runtime hands out memory.
/// </summary>
internal sealed class ObjectLayout(CSharpUnit unit, LocationTable locations)
{
    private const int FieldStride = 8;

    /// <summary>A new object of class <paramref name="type"/>: its address. The second of a class <c>Box</c> is the location <c>Box2</c>, and so on.</summary>
    public long Allocate(ITypeSymbol type)
    {
        string name = type.Name;
        for (int number = 2; locations.IsDeclared(name) || unit.LocationTypes.ContainsKey(name); number++) name = $"{type.Name}{number}";
        locations.SuggestType(name, ScalarType.Long);
        long address = locations.AddressOf(name);
        foreach (IFieldSymbol field in unit.Classes.FieldsOf(type)) locations.AddCell(name, OffsetOf(field), $"{name}.{field.Name}", 0);
        return address;
    }

    /// <summary>The distance of <paramref name="field"/> from the start of its object, never 0.</summary>
    public long OffsetOf(IFieldSymbol field) => FieldStride * (1 + unit.Classes.FieldsOf(field.ContainingType).IndexOf(field, 0, SymbolEqualityComparer.Default));

    /// <summary>Whether the test declares class <paramref name="type"/>.</summary>
    public bool IsDeclared(ITypeSymbol type) => unit.Classes.IsDeclared(type);

    /// <summary>The fields of class <paramref name="type"/> whose initialisers store something other than 0, with what they store.</summary>
    public IEnumerable<(IFieldSymbol Field, long Value)> InitialisersOf(ITypeSymbol type)
    {
        foreach (IFieldSymbol field in unit.Classes.FieldsOf(type))
        {
            var declarator = (VariableDeclaratorSyntax)field.DeclaringSyntaxReferences[0].GetSyntax();
            if (declarator.Initializer is not { Value: var value }) continue;
            long constant = CSharpConstant.ToRegister(unit, value, unit.Model.GetConstantValue(value));
            if (constant != 0) yield return (field, constant);
        }
    }
}
