using MemoryModelLab.Litmus.Lowering;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>Lowers the statements of a thread.</summary>
internal sealed class CLowering
{
    private readonly CContext context;
    private readonly CodeBuilder code;
    private readonly CExpressionLowering expressions;
    private readonly Stack<(int Break, int Continue)> loops = [];
    private readonly int end;

    public CLowering(CThread body, ThreadBuilder thread)
    {
        context = new CContext(body, thread);
        code = context.Code;
        expressions = new CExpressionLowering(context);
        end = code.NewLabel();
    }

    /// <summary>Lowers a whole thread.</summary>
    public void Lower(EquatableList<CStatement> body)
    {
        foreach (CStatement statement in body) Lower(statement);
        code.Mark(end);
    }

    private void Lower(CStatement statement)
    {
        code.Line = statement.Origin.Line;
        switch (statement)
        {
            case CStatement.Declaration declaration:
                Declare(declaration);
                break;
            case CStatement.Expression expression:
                code.Line = LineOf(expression.Value);
                expressions.Execute(expression.Value);
                break;
            case CStatement.Block block:
                foreach (CStatement inner in block.Statements) Lower(inner);
                break;
            case CStatement.If choice:
                Lower(choice);
                break;
            case CStatement.While loop:
                Lower(loop);
                break;
            case CStatement.DoWhile loop:
                Lower(loop);
                break;
            case CStatement.For loop:
                Lower(loop);
                break;
            case CStatement.Break:
                code.Jump(Loop(statement, "break").Break);
                break;
            case CStatement.Continue:
                code.Jump(Loop(statement, "continue").Continue);
                break;
            case CStatement.Return:
                code.Jump(end);
                break;
        }

        code.EndStatement();
    }

    private static int LineOf(CExpression expression) => expression.Origin.Line;

    private (int Break, int Continue) Loop(CStatement statement, string word) => loops.TryPeek(out (int, int) loop)
        ? loop
        : throw new LitmusException(statement.Origin.Position, $"found {word} outside a loop, expected it in the body of one");

    private void Declare(CStatement.Declaration declaration)
    {
        foreach (CDeclarator variable in declaration.Variables)
        {
            CValue register = context.Declare(variable);
            if (variable.Value is not null) expressions.EvaluateInto(variable.Value, register);
        }
    }

    private void Lower(CStatement.If choice)
    {
        int otherwise = code.NewLabel();
        Branch(choice.Condition, false, otherwise);
        Lower(choice.Then);
        if (choice.Otherwise is null)
        {
            code.Mark(otherwise);
            return;
        }

        int behind = code.NewLabel();
        code.Jump(behind);
        code.Mark(otherwise);
        Lower(choice.Otherwise);
        code.Mark(behind);
    }

    private void Lower(CStatement.While loop)
    {
        int top = code.NewLabel(), next = code.NewLabel(), exit = code.NewLabel();
        code.Mark(top);
        Branch(loop.Condition, false, exit);
        Body(loop.Body, exit, next);
        code.Mark(next); // one jump back, whose rounds are counted
        code.Jump(top);
        code.Mark(exit);
    }

    private void Lower(CStatement.DoWhile loop)
    {
        int top = code.NewLabel(), next = code.NewLabel(), exit = code.NewLabel();
        code.Mark(top);
        Body(loop.Body, exit, next);
        code.Mark(next);
        code.Line = LineOf(loop.Condition);
        Branch(loop.Condition, true, top);
        code.Mark(exit);
    }

    private void Lower(CStatement.For loop)
    {
        int top = code.NewLabel(), next = code.NewLabel(), exit = code.NewLabel();
        Lower(loop.First);
        code.Mark(top);
        if (loop.Condition is not null) Branch(loop.Condition, false, exit);
        Body(loop.Body, exit, next);
        code.Mark(next);
        if (loop.Step is not null) expressions.Execute(loop.Step);
        code.Jump(top);
        code.Mark(exit);
    }

    private void Branch(CExpression condition, bool whenTrue, int label)
    {
        expressions.Branch(condition, whenTrue, label);
        code.EndStatement();
    }

    private void Body(CStatement body, int exit, int next)
    {
        loops.Push((exit, next));
        Lower(body);
        loops.Pop();
    }
}
