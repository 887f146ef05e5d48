using MemoryModelLab.Litmus.Lowering;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>
/// The meaning of C statements. A pointer parameter is the address of the location of its name, a local variable is a register; one
/// name is one register, wherever it is declared.
/// </summary>
internal sealed class CLowering
{
    private readonly CThreadBody body;
    private readonly ThreadBuilder thread;
    private readonly CExpressionLowering expressions;

    public CLowering(CThreadBody body, ThreadBuilder thread)
    {
        (this.body, this.thread) = (body, thread);
        expressions = new CExpressionLowering(body, thread);
    }

    /// <summary>Lowers the thread.</summary>
    public void Lower()
    {
        foreach (CParameter parameter in body.Parameters)
        {
            if (parameter.IsLocation)
            {
                thread.Locations.AddressOf(parameter.Name);
                thread.Locations.SuggestType(parameter.Name, ScalarType.Of(parameter.Type[..^1]));
            }
            else
            {
                thread.Register(parameter.Name);
                thread.Declare(parameter.Name, ScalarType.Of(parameter.Type));
            }
        }

        foreach (CStatement statement in body.Body) Lower(statement);
    }

    private void Lower(CStatement statement)
    {
        switch (statement)
        {
            case CStatement.Block block:
                foreach (CStatement inner in block.Statements) Lower(inner);
                break;
            case CStatement.Declaration declaration:
                Declare(declaration);
                break;
            case CStatement.Expression { Value: { } value }:
                expressions.Effect(value);
                break;
            case CStatement.If choice:
                If(choice);
                break;
            case CStatement.While loop:
                Loop(loop.Condition, loop.Body, null, loop.At.Line);
                break;
            case CStatement.DoWhile loop:
                DoWhile(loop);
                break;
            case CStatement.For loop:
                Lower(loop.Start);
                Loop(loop.Condition, loop.Body, loop.Step, loop.At.Line);
                break;
        }
    }

    private void Declare(CStatement.Declaration declaration)
    {
        foreach (CDeclarator variable in declaration.Declarators)
        {
            if (expressions.IsLocation(variable.Name)) throw new LitmusException(declaration.At.Position, $"{variable.Name} is a parameter already, expected another name for the variable");
            int register = thread.Register(variable.Name);
            thread.Declare(variable.Name, ScalarType.Of(declaration.Type));
            if (variable.Value is not { } value) continue;
            expressions.Assign(register, value, declaration.At.Line);
        }
    }

    private void If(CStatement.If choice)
    {
        int otherwise = thread.NewLabel(), end = thread.NewLabel();
        BranchUnless(choice.Condition, otherwise);
        Lower(choice.Then);
        if (choice.Else is { } other)
        {
            thread.Jump(choice.At.Line, end);
            thread.Place(otherwise);
            Lower(other);
        }
        else
        {
            thread.Place(otherwise);
        }

        thread.Place(end);
    }

    private void Loop(CExpression? condition, CStatement body, CExpression? step, int line)
    {
        int start = thread.NewLabel(), end = thread.NewLabel();
        thread.Place(start);
        if (condition is not null) BranchUnless(condition, end);
        Lower(body);
        if (step is not null) expressions.Effect(step);
        thread.Jump(line, start);
        thread.Place(end);
    }

    private void DoWhile(CStatement.DoWhile loop)
    {
        int start = thread.NewLabel();
        thread.Place(start);
        Lower(loop.Body);
        Operand condition = expressions.Value(loop.Condition);
        thread.Branch(loop.At.Line, condition, start);
    }

    private void BranchUnless(CExpression condition, int label)
    {
        Operand value = expressions.Value(condition);
        int line = condition.At.Line;
        thread.Branch(line, thread.Compute(line, BinaryOperator.Equal, value, Operand.Const(0)), label);
    }
}
