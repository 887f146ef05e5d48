using System.Collections.Immutable;
using MemoryModelLab.Litmus.Programs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>
/// Lowers copies of whole structs: all fields are read, then all are written, each an event of its own. Only accesses up to the size of a
/// pointer are atomic; what a copy of more is made of, and in which order, the runtime does not say.
/// </summary>
internal sealed class StructLowering(ThreadContext context, ExpressionLowering expressions, PlaceLowering places)
{
    /// <summary>Lowers <c>target = value</c>.</summary>
    public void Assign(IOperation target, IOperation value)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                Declare(local.Local, value);
                return;
            case IParameterReferenceOperation location:
                ImmutableArray<IFieldSymbol> fields = FieldsOf(location.Type!);
                Operand[] values = Evaluate(value);
                for (int i = 0; i < values.Length; i++) places.Write(places.StructField(location, fields[i]), values[i]);
                return;
            default:
                throw CSharpError.NotCovered(context.Unit, target.Syntax, "a struct is a local or a location");
        }
    }

    /// <summary>Gives <paramref name="local"/> a value.</summary>
    public void Declare(ILocalSymbol local, IOperation value)
    {
        ImmutableArray<IFieldSymbol> fields = FieldsOf(local.Type);
        Operand[] values = Evaluate(value);
        for (int i = 0; i < values.Length; i++) context.Code.Move(context.RegisterOf(local, fields[i], value.Syntax), values[i]);
    }

    /// <summary>The values of the fields of <paramref name="value"/>.</summary>
    private Operand[] Evaluate(IOperation value)
    {
        switch (value)
        {
            case ILocalReferenceOperation local:
                return [.. FieldsOf(value.Type!).Select(field => Operand.Reg(context.RegisterOf(local.Local, field, value.Syntax)))];
            case IParameterReferenceOperation location:
                return [.. FieldsOf(value.Type!).Select(field => places.Read(places.StructField(location, field)))];
            case IDefaultValueOperation or IConversionOperation { Operand: IDefaultValueOperation }:
                return [.. FieldsOf(value.Type!).Select(_ => Operand.Const(0))];
            case IObjectCreationOperation { Arguments.Length: 0 } creation:
                return Create(creation);
            default:
                throw CSharpError.NotCovered(context.Unit, value.Syntax, "a struct comes from a local, a location, default, or new with an initialiser");
        }
    }

    private Operand[] Create(IObjectCreationOperation creation)
    {
        ImmutableArray<IFieldSymbol> fields = FieldsOf(creation.Type!);
        Operand[] values = [.. fields.Select(_ => Operand.Const(0))];
        ImmutableArray<IOperation> initialisers = creation.Initializer?.Initializers ?? [];
        for (int i = 0; i < initialisers.Length; i++)
        {
            if (initialisers[i] is not ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Instance: IInstanceReferenceOperation } target } assignment)
            {
                throw CSharpError.NotCovered(context.Unit, initialisers[i].Syntax, "an initialiser assigns fields");
            }

            int field = fields.IndexOf(target.Field, 0, SymbolEqualityComparer.Default);
            values[field] = expressions.EvaluateBefore(assignment.Value, [.. initialisers[(i + 1)..]]);
        }

        return values;
    }

    private ImmutableArray<IFieldSymbol> FieldsOf(ITypeSymbol type) => context.Unit.Classes.FieldsOf(type);
}
