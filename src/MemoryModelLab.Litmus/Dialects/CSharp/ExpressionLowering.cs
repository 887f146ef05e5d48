using System.Runtime.CompilerServices;
using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>
/// Lowers expressions, operands left to right as C# evaluates them (C# 12.4.1), every access its own event. A value may come back as
/// the register of a local; who evaluates something else before using it asks <see cref="EvaluateBefore"/>.
/// </summary>
internal sealed class ExpressionLowering
{
    private readonly ThreadContext context;
    private readonly CodeBuilder code;
    private readonly PlaceLowering places;
    private readonly CallLowering calls;
    private readonly Arithmetic arithmetic;
    private readonly StructLowering structs;

    public ExpressionLowering(ThreadContext context)
    {
        this.context = context;
        code = context.Code;
        arithmetic = new Arithmetic(context);
        places = new PlaceLowering(context, this);
        calls = new CallLowering(context, this, places, arithmetic);
        structs = new StructLowering(context, this, places);
    }

    /// <summary>The value of <paramref name="operation"/>; with a <paramref name="target"/>, preferably computed into that register, as the last thing done.</summary>
    public Operand Evaluate(IOperation operation, int target = -1)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (operation.ConstantValue.HasValue) return Operand.Const(CSharpConstant.ToRegister(context.Unit, operation.Syntax, operation.ConstantValue));
        switch (operation)
        {
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IArrayElementReferenceOperation:
                return places.Read(places.Of(operation), target);
            case IConversionOperation conversion:
                return Convert(conversion, target);
            case ISimpleAssignmentOperation assignment:
                return Assign(assignment);
            case ICompoundAssignmentOperation assignment:
                return Assign(assignment);
            case IIncrementOrDecrementOperation step:
                return Step(step);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr }:
                return Choose(operation, Operand.Const(1), Operand.Const(0));
            case IBinaryOperation binary:
                return Combine(binary, target);
            case IUnaryOperation unary:
                return arithmetic.Unary(unary, Evaluate(unary.Operand), target);
            case IConditionalOperation { WhenFalse: { } } conditional:
                return Choose(conditional);
            case IInvocationOperation call:
                return calls.Evaluate(call, target);
            case IObjectCreationOperation creation:
                return Allocate(creation);
            case IArrayCreationOperation creation:
                return Allocate(creation);
            case IIsPatternOperation test:
                return Match(test, target);
            default:
                throw CSharpError.NotCovered(context.Unit, operation.Syntax);
        }
    }

    /// <summary>The value of <paramref name="operation"/>, unchanged by what <paramref name="later"/> will assign.</summary>
    public Operand EvaluateBefore(IOperation operation, params IReadOnlyList<IOperation> later) => Keep(Evaluate(operation), later);

    /// <summary>Lowers the declaration of <paramref name="local"/>, a struct.</summary>
    public void Declare(ILocalSymbol local, IOperation value) => structs.Declare(local, value);

    /// <summary>Goes to <paramref name="label"/> when <paramref name="condition"/> is <paramref name="sense"/>; falls through otherwise.</summary>
    public void Branch(IOperation condition, bool sense, int label)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (condition)
        {
            case { ConstantValue: { HasValue: true, Value: bool value } }:
                if (value == sense) code.Jump(label);
                return;
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                Branch(not.Operand, !sense, label);
                return;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both:
                // The left operand alone decides when it is false for &&, true for ||.
                bool deciding = both.OperatorKind == BinaryOperatorKind.ConditionalOr;
                int skip = code.NewLabel();
                Branch(both.LeftOperand, deciding, deciding == sense ? label : skip);
                Branch(both.RightOperand, sense, label);
                code.Mark(skip);
                return;
            case IBinaryOperation comparison when Arithmetic.IsComparison(comparison.OperatorKind):
                code.Branch(Compare(comparison, negate: !sense, -1), label);
                return;
            default:
                Operand result = Evaluate(condition);
                code.Branch(sense ? result : code.Compute(BinaryOperator.Equal, result, Operand.Const(0)), label);
                return;
        }
    }

    private static bool IsAssignment(IOperation operation) => operation is IAssignmentOperation or IIncrementOrDecrementOperation;

    private Operand Keep(Operand value, IReadOnlyList<IOperation> later)
    {
        if (!code.IsLocal(value) || !later.Any(operation => operation.DescendantsAndSelf().Any(IsAssignment))) return value;
        int copy = code.Temporary();
        code.Move(copy, value);
        return Operand.Reg(copy);
    }

    private Operand Combine(IBinaryOperation binary, int target)
    {
        if (Arithmetic.IsComparison(binary.OperatorKind)) return Compare(binary, negate: false, target);
        Operand left = EvaluateBefore(binary.LeftOperand, binary.RightOperand);
        return arithmetic.Binary(binary, binary.OperatorKind, context.TypeOf(binary), left, Evaluate(binary.RightOperand), target);
    }

    private Operand Compare(IBinaryOperation comparison, bool negate, int target)
    {
        Operand left = EvaluateBefore(comparison.LeftOperand, comparison.RightOperand);
        return arithmetic.Compare(comparison, left, Evaluate(comparison.RightOperand), negate, target);
    }

    // x is null, x is not null, x is 1
    private Operand Match(IIsPatternOperation test, int target)
    {
        bool negated = test.Pattern is INegatedPatternOperation;
        IPatternOperation pattern = test.Pattern is INegatedPatternOperation not ? not.Pattern : test.Pattern;
        if (pattern is not IConstantPatternOperation constant) throw CSharpError.NotCovered(context.Unit, test.Syntax, "compare with a constant");
        context.TypeOf(test.Value);
        Operand expected = Evaluate(constant.Value);
        return code.Compute(negated ? BinaryOperator.NotEqual : BinaryOperator.Equal, Evaluate(test.Value), expected, target);
    }

    // A value that depends on a branch is always a temporary: its target may be read by the branches.
    private Operand Choose(IOperation condition, Operand whenTrue, Operand whenFalse)
    {
        int result = code.Temporary();
        int isFalse = code.NewLabel(), end = code.NewLabel();
        Branch(condition, false, isFalse);
        code.Move(result, whenTrue);
        code.Jump(end);
        code.Mark(isFalse);
        code.Move(result, whenFalse);
        code.Mark(end);
        return Operand.Reg(result);
    }

    private Operand Choose(IConditionalOperation conditional)
    {
        if (conditional.IsRef) throw CSharpError.NotCovered(context.Unit, conditional.Syntax, "choose between values");
        int result = code.Temporary();
        int isFalse = code.NewLabel(), end = code.NewLabel();
        Branch(conditional.Condition, false, isFalse);
        code.Move(result, Evaluate(conditional.WhenTrue, result));
        code.Jump(end);
        code.Mark(isFalse);
        code.Move(result, Evaluate(conditional.WhenFalse!, result));
        code.Mark(end);
        return Operand.Reg(result);
    }

    private Operand Assign(ISimpleAssignmentOperation assignment)
    {
        if (assignment.IsRef) throw CSharpError.NotCovered(context.Unit, assignment.Syntax, "locations do not move");
        if (assignment.Target is IDiscardOperation) return Evaluate(assignment.Value);
        if (context.Unit.Classes.IsStruct(assignment.Type))
        {
            structs.Assign(assignment.Target, assignment.Value);
            return Operand.Const(0);
        }

        Place place = places.Of(assignment.Target, assignment.Value);
        Operand value = Evaluate(assignment.Value, place.IsLocal ? place.Base.Register : -1);
        places.Write(place, value);
        return value;
    }

    private Operand Assign(ICompoundAssignmentOperation assignment)
    {
        Place place = places.Of(assignment.Target, assignment.Value);
        Place once = Settle(place);
        Operand old = Keep(places.Read(once), [assignment.Value]);
        Operand value = Evaluate(assignment.Value);
        Operand result = arithmetic.Binary(assignment, assignment.OperatorKind, place.Type.Promoted, old, value, -1);
        result = arithmetic.Wrap(place.Type.Promoted, place.Type, result);
        places.Write(once, result);
        return result;
    }

    private Operand Step(IIncrementOrDecrementOperation step)
    {
        if (step.OperatorMethod is not null || step.IsChecked || step.IsLifted) throw CSharpError.NotCovered(context.Unit, step.Syntax);
        Place place = Settle(places.Of(step.Target));
        Operand old = places.Read(place);
        if (step.IsPostfix) old = Keep(old, [step]);
        BinaryOperator kind = step.Kind == OperationKind.Increment ? BinaryOperator.Add : BinaryOperator.Subtract;
        Operand result = arithmetic.Wrap(new CSharpType(64, true), place.Type, code.Compute(kind, old, Operand.Const(1)));
        places.Write(place, result);
        return step.IsPostfix ? old : result;
    }

    // The field of an object as the memory it is, so that reading and then writing it checks for null once, before the read.
    private Place Settle(Place place) => place.Offset == 0 ? place : place with { Base = places.Address(place), Offset = 0 };

    private Operand Convert(IConversionOperation conversion, int target)
    {
        CSharpType to = context.TypeOf(conversion);
        CSharpType from = context.TypeOf(conversion.Operand);
        bool covered = conversion.OperatorMethod is null && !conversion.IsChecked && !conversion.IsTryCast
            && from.IsReference == to.IsReference && (!to.IsReference || conversion.IsImplicit || conversion.Conversion.IsIdentity);
        if (!covered) throw CSharpError.NotCovered(context.Unit, conversion.Syntax);
        return arithmetic.Wrap(from, to, Evaluate(conversion.Operand, to.Holds(from) ? target : -1), target);
    }

    private Operand Allocate(IObjectCreationOperation creation)
    {
        ITypeSymbol type = creation.Type!;
        if (!context.Objects.IsDeclared(type) && type.SpecialType != SpecialType.System_Object)
        {
            throw CSharpError.NotCovered(context.Unit, creation.Syntax, "allocate a class the test declares");
        }

        if (context.LoopDepth > 0) throw CSharpError.NotCovered(context.Unit, creation.Syntax, "every allocation is one object, so none may stand in a loop");
        Operand created = Operand.Const(context.Objects.Allocate(type));
        foreach ((IFieldSymbol field, long value) in context.Objects.InitialisersOf(type))
        {
            Place place = Place.Field(context.ScalarOf(field.Type, creation.Syntax), created, context.Objects.OffsetOf(field), field.IsVolatile);
            places.Write(place, Operand.Const(value));
        }

        if (creation.Initializer is null) return created;
        Operand outer = places.InitialisedObject;
        foreach (IOperation initializer in creation.Initializer.Initializers)
        {
            if (initializer is not ISimpleAssignmentOperation assignment) throw CSharpError.NotCovered(context.Unit, initializer.Syntax);
            places.InitialisedObject = created;
            Evaluate(assignment);
        }

        places.InitialisedObject = outer;
        return created;
    }

    private Operand Allocate(IArrayCreationOperation creation)
    {
        if (context.LoopDepth > 0) throw CSharpError.NotCovered(context.Unit, creation.Syntax, "every allocation is one object, so none may stand in a loop");
        var type = (IArrayTypeSymbol)creation.Type!;
        CSharpType element = context.ScalarOf(type.ElementType, creation.Syntax);
        Operand created = Operand.Const(context.Objects.AllocateArray(type, ArrayLengths.Of(context.Unit, type, creation.Syntax)));
        for (int i = 0; i < (creation.Initializer?.ElementValues.Length ?? 0); i++)
        {
            places.Write(Place.Field(element, created, ObjectLayout.OffsetOf(i), isVolatile: false), Evaluate(creation.Initializer!.ElementValues[i]));
        }

        return created;
    }
}
