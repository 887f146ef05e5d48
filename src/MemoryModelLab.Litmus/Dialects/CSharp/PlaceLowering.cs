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
            case IFieldReferenceOperation { Instance: ILocalReferenceOperation local } reference when context.Unit.Classes.IsStruct(local.Type):
                return Place.Local(context.TypeOf(reference), context.RegisterOf(local.Local, reference.Field, local.Syntax));
            case IFieldReferenceOperation { Instance: IParameterReferenceOperation location } reference when context.Unit.Classes.IsStruct(location.Type):
                return StructField(location, reference.Field);
            case IFieldReferenceOperation { Instance: null } reference when context.Objects.IsDeclared(reference.Field.ContainingType):
                context.Initialise(reference.Field.ContainingType, reference.Syntax);
                return Place.Location(context.TypeOf(reference), Operand.Const(context.Objects.StaticAt(reference.Field)), reference.Field.IsVolatile);
            case IArrayElementReferenceOperation element:
                return Element(element, later);
            case IFieldReferenceOperation { Instance: { } instance } reference when context.Objects.IsDeclared(reference.Field.ContainingType):
                Operand target = instance is IInstanceReferenceOperation ? InitialisedObject : expressions.EvaluateBefore(instance, later);
                return Place.Field(context.TypeOf(reference), target, context.Objects.OffsetOf(reference.Field), reference.Field.IsVolatile);
            default:
                throw CSharpError.NotCovered(context.Unit, operation.Syntax, "expected a local, a location or a field");
        }
    }

    /// <summary>A field of the struct that <paramref name="location"/> is.</summary>
    public Place StructField(IParameterReferenceOperation location, IFieldSymbol field)
    {
        long address = context.Objects.StructAt(location.Parameter.Name, location.Type!) + context.Objects.OffsetOf(field);
        return Place.Location(context.ScalarOf(field.Type, location.Syntax), Operand.Const(address), field.IsVolatile);
    }

    /// <summary>
    /// An element of an array. An index that is no constant is checked when it is evaluated, as the reference is: before anything that is
    /// assigned, which therefore may not be an access.
    /// </summary>
    private Place Element(IArrayElementReferenceOperation element, IReadOnlyList<IOperation> later)
    {
        if (element.Indices is not [var index]) throw CSharpError.NotCovered(context.Unit, element.Syntax, "arrays have one dimension");
        CSharpType type = context.TypeOf(element);
        int length = ArrayLengths.Of(context.Unit, element.ArrayReference.Type!, element.Syntax);
        if (index.ConstantValue.HasValue)
        {
            long number = CSharpConstant.ToRegister(context.Unit, index.Syntax, index.ConstantValue);
            if (number < 0 || number >= length) throw context.Unit.Error(index.Syntax, $"the arrays of this type have {length} elements, expected an index from 0 to {length - 1}");
            return Place.Field(type, expressions.EvaluateBefore(element.ArrayReference, later), ObjectLayout.OffsetOf((int)number), isVolatile: false);
        }

        IOperation? access = later.FirstOrDefault(operation => operation is not (ILocalReferenceOperation or ILiteralOperation) && !operation.ConstantValue.HasValue);
        if (access is not null) throw CSharpError.NotCovered(context.Unit, access.Syntax, "put the value into a local first: it is assigned at an index that is no constant");
        Operand array = expressions.EvaluateBefore(element.ArrayReference, index);
        Operand position = expressions.Evaluate(index);
        context.EndIfNull(array);
        context.EndUnless(code.Compute(BinaryOperator.LessThanUnsigned, position, Operand.Const(length)));
        Operand distance = code.Compute(BinaryOperator.Multiply, position, Operand.Const(ObjectLayout.OffsetOf(1) - ObjectLayout.OffsetOf(0)));
        Operand first = code.Compute(BinaryOperator.Add, array, Operand.Const(ObjectLayout.OffsetOf(0)));
        return Place.Field(type, code.Compute(BinaryOperator.Add, first, distance), 0, isVolatile: false);
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
