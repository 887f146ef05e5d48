using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>
/// Lowers what stands left of an assignment or behind <c>ref</c>. As in C#, the object of a field is evaluated where the field is
/// named, and found to be null only when the field is accessed.
/// </summary>
internal sealed class PlaceLowering(ThreadContext context, ExpressionLowering expressions)
{
    private readonly CodeBuilder code = context.Code;

    /// <summary>The object whose initialiser is being lowered.</summary>
    public Operand InitialisedObject { get; set; }

    /// <summary>The place that <paramref name="operation"/> names; evaluates its object. <paramref name="later"/> is evaluated before the access.</summary>
    public Place Of(IOperation operation, params IReadOnlyList<IOperation> later)
    {
        switch (operation)
        {
            case ILocalReferenceOperation local:
                return Place.Local(context.TypeOf(local), context.RegisterOf(local.Local, local.Syntax));
            case IParameterReferenceOperation parameter:
                return Place.Location(context.TypeOf(parameter), context.AddressOf(parameter.Parameter.Name));
            case IFieldReferenceOperation { Instance: { } instance } reference when context.Objects.IsDeclared(reference.Field.ContainingType):
                Operand target = instance is IInstanceReferenceOperation ? InitialisedObject : expressions.EvaluateBefore(instance, later);
                return Place.Field(context.TypeOf(reference), target, context.Objects.OffsetOf(reference.Field), reference.Field.IsVolatile);
            default:
                throw CSharpError.NotCovered(context.Unit, operation.Syntax, "expected a local, a location or a field");
        }
    }

    /// <summary>The memory that <paramref name="argument"/> passes by <c>ref</c>, its null check done.</summary>
    public (Place Place, Operand Address) ByReference(IOperation argument)
    {
        Place place = Of(argument);
        if (place.IsLocal) throw CSharpError.NotCovered(context.Unit, argument.Syntax, "a local is private to its thread; pass a location");
        return (place, Address(place));
    }

    /// <summary>The address of <paramref name="place"/>, after its null check.</summary>
    public Operand Address(Place place)
    {
        if (place.Offset == 0) return place.Base;
        if (place.Base.IsConstant && place.Base.Value != 0) return Operand.Const(place.Base.Value + place.Offset);
        context.EndIfNull(place.Base);
        return code.Compute(BinaryOperator.Add, place.Base, Operand.Const(place.Offset));
    }

    /// <summary>Reads <paramref name="place"/> by a plain expression.</summary>
    public Operand Read(Place place, int target = -1) =>
        place.IsLocal ? place.Base : Load(Address(place), place.Tags, target);

    /// <summary>Reads the memory at <paramref name="address"/>.</summary>
    public Operand Load(Operand address, EventTags tags, int target = -1)
    {
        int destination = target >= 0 ? target : code.Temporary();
        code.Emit(new Op.Load(code.Line, destination, address, tags));
        return Operand.Reg(destination);
    }

    /// <summary>Assigns <paramref name="value"/>, which is in the place's range, by a plain expression.</summary>
    public void Write(Place place, Operand value)
    {
        if (place.IsLocal) code.Move(place.Base.Register, value);
        else code.Emit(new Op.Store(code.Line, Address(place), value, place.Tags));
    }
}
