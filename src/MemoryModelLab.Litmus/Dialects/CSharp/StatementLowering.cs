using System.Runtime.CompilerServices;
using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryModelLab.Litmus.Dialects.CSharp;

/// <summary>Lowers the statements of a thread.</summary>
internal sealed class StatementLowering(ThreadContext context)
{
    private readonly CodeBuilder code = context.Code;
    private readonly ExpressionLowering expressions = new(context);

    // Where break and continue of each open loop go, and how many locks are held there.
    private readonly Dictionary<ILabelSymbol, (int Label, int Locks)> exits = new(SymbolEqualityComparer.Default);
    private readonly StaticConstructors staticConstructors = new(context);

    /// <summary>Lowers <paramref name="body"/>, which ends the thread.</summary>
    public void LowerBody(IBlockOperation body)
    {
        context.Initialise = (type, access) => staticConstructors.Run(type, access, Lower);
        Lower(body);
        code.Mark(context.End);
    }

    private void Lower(IOperation statement)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        At(statement);
        switch (statement)
        {
            case IBlockOperation block:
                foreach (IOperation inner in block.Operations) Lower(inner);
                break;
            case IExpressionStatementOperation expression:
                expressions.Evaluate(expression.Operation);
                break;
            case IVariableDeclarationGroupOperation group:
                Declare(group);
                break;
            case IConditionalOperation conditional:
                Lower(conditional);
                break;
            case IWhileLoopOperation loop:
                Lower(loop);
                break;
            case IForLoopOperation loop:
                Lower(loop);
                break;
            case IBranchOperation { BranchKind: BranchKind.Break or BranchKind.Continue } branch when exits.TryGetValue(branch.Target, out var exit):
                context.Unlock(exit.Locks);
                code.Jump(exit.Label);
                break;
            case IReturnOperation { ReturnedValue: null } when !staticConstructors.IsRunning:
                context.Unlock(0);
                code.Jump(context.End);
                break;
            case ILockOperation guarded:
                Lower(guarded);
                break;
            case IEmptyOperation:
                break;
            default:
                throw CSharpError.NotCovered(context.Unit, statement.Syntax);
        }

        code.EndStatement();
    }

    private void At(IOperation operation) => code.Line = context.Unit.PositionOf(operation.Syntax).Line;

    private void Declare(IVariableDeclarationGroupOperation group)
    {
        if (group.Syntax is not LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } and not VariableDeclarationSyntax)
        {
            throw CSharpError.NotCovered(context.Unit, group.Syntax);
        }

        foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(declaration => declaration.Declarators))
        {
            if (declarator.Symbol.IsConst) continue;
            if (context.Unit.Classes.IsStruct(declarator.Symbol.Type))
            {
                if (declarator.Initializer is { Value: var copied }) expressions.Declare(declarator.Symbol, copied);
                continue;
            }

            int register = context.RegisterOf(declarator.Symbol, declarator.Syntax);
            if (declarator.Initializer is { Value: var value }) code.Move(register, expressions.Evaluate(value, register));
        }
    }

    private void Lower(IConditionalOperation conditional)
    {
        int otherwise = code.NewLabel(), end = code.NewLabel();
        expressions.Branch(conditional.Condition, false, otherwise);
        code.EndStatement();
        Lower(conditional.WhenTrue);
        if (conditional.WhenFalse is not null)
        {
            code.Jump(end);
            code.Mark(otherwise);
            Lower(conditional.WhenFalse);
        }
        else
        {
            code.Mark(otherwise);
        }

        code.Mark(end);
    }

    private void Lower(IWhileLoopOperation loop)
    {
        int top = code.NewLabel(), next = code.NewLabel(), exit = code.NewLabel();
        Open(loop, exit, next);
        code.Mark(top);
        if (loop.ConditionIsTop)
        {
            code.Mark(next);
            expressions.Branch(loop.Condition!, false, exit);
            Lower(loop.Body);
            code.Jump(next);
        }
        else
        {
            Lower(loop.Body);
            code.Mark(next);
            At(loop.Condition!);
            expressions.Branch(loop.Condition!, true, top);
        }

        Close(exit);
    }

    private void Lower(IForLoopOperation loop)
    {
        foreach (IOperation first in loop.Before) Lower(first);
        int top = code.NewLabel(), next = code.NewLabel(), exit = code.NewLabel();
        Open(loop, exit, next);
        code.Mark(top);
        if (loop.Condition is not null) expressions.Branch(loop.Condition, false, exit);
        code.EndStatement();
        Lower(loop.Body);
        code.Mark(next);
        foreach (IOperation last in loop.AtLoopBottom) Lower(last);
        code.Jump(top);
        Close(exit);
    }

    private void Open(ILoopOperation loop, int exit, int next)
    {
        exits.Add(loop.ExitLabel, (exit, context.Locks.Count));
        exits.Add(loop.ContinueLabel, (next, context.Locks.Count));
        context.LoopDepth++;
    }

    private void Close(int exit)
    {
        code.Mark(exit);
        context.LoopDepth--;
    }

    /// <summary>
    /// Entering a lock is an atomic update of its location from 0 to 1, on the paths of the thread where it was 0; where it was not, the
    /// thread would wait, and in some other execution it has waited. Leaving is a write of 0.
    /// </summary>
    private void Lower(ILockOperation guarded)
    {
        if (guarded.LockedValue is not IParameterReferenceOperation gate) throw CSharpError.NotCovered(context.Unit, guarded.LockedValue.Syntax, "lock a location");
        Operand address = context.AddressOf(gate.Parameter.Name);
        if (context.Locks.Contains(address)) throw CSharpError.NotCovered(context.Unit, guarded.LockedValue.Syntax, "take each lock once");
        const EventTags enter = EventTags.Monitor | EventTags.ReadModifyWrite;
        int held = code.Temporary();
        code.Emit(new Op.Load(code.Line, held, address, enter));
        code.Emit(new Op.Assume(code.Line, code.Compute(BinaryOperator.Equal, Operand.Reg(held), Operand.Const(0))));
        code.Emit(new Op.Store(code.Line, address, Operand.Const(1), enter, RmwRole.Atomic));
        context.Locks.Add(address);
        Lower(guarded.Body);
        context.Unlock(context.Locks.Count - 1);
        context.Locks.RemoveAt(context.Locks.Count - 1);
    }
}
