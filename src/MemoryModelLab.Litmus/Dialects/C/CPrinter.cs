using System.Globalization;
using System.Text;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>Prints threads so that they read back as the same tree.</summary>
internal sealed class CPrinter(StringBuilder output)
{
    private const int DeepestIndent = 16;

    private int depth;

    /// <summary>A thread.</summary>
    public void Print(CThread thread)
    {
        output.Append(thread.Name).Append(" (");
        for (int i = 0; i < thread.Parameters.Count; i++)
        {
            CParameter parameter = thread.Parameters[i];
            output.Append(i > 0 ? ", " : "").Append(parameter.Type.Name).Append('*', parameter.Type.Pointers).Append(' ').Append(parameter.Name);
        }

        output.Append(") ");
        Body(thread.Body);
        output.Append('\n');
    }

    private void Body(EquatableList<CStatement> statements)
    {
        output.Append("{\n");
        depth++;
        foreach (CStatement statement in statements) Line(statement);
        depth--;
        Indent().Append('}');
    }

    private void Line(CStatement statement)
    {
        Indent();
        Print(statement);
        output.Append('\n');
    }

    private StringBuilder Indent() => output.Append(' ', 2 * Math.Min(depth, DeepestIndent));

    private void Print(CStatement statement)
    {
        switch (statement)
        {
            case CStatement.Declaration declaration:
                Print(declaration);
                break;
            case CStatement.Expression expression:
                Print(expression.Value);
                output.Append(';');
                break;
            case CStatement.Block block:
                Body(block.Statements);
                break;
            case CStatement.If choice:
                Head("if (", choice.Condition, ") ");
                Print(choice.Then);
                if (choice.Otherwise is null) break;
                output.Append(" else ");
                Print(choice.Otherwise);
                break;
            case CStatement.While loop:
                Head("while (", loop.Condition, ") ");
                Print(loop.Body);
                break;
            case CStatement.DoWhile loop:
                output.Append("do ");
                Print(loop.Body);
                Head(" while (", loop.Condition, ");");
                break;
            case CStatement.For loop:
                output.Append("for (");
                Print(loop.First);
                if (loop.Condition is not null) Head(" ", loop.Condition, "");
                output.Append(';');
                if (loop.Step is not null) Head(" ", loop.Step, "");
                output.Append(") ");
                Print(loop.Body);
                break;
            case CStatement.Break:
                output.Append("break;");
                break;
            case CStatement.Continue:
                output.Append("continue;");
                break;
            case CStatement.Return:
                output.Append("return;");
                break;
            case CStatement.Empty:
                output.Append(';');
                break;
        }
    }

    private void Head(string before, CExpression expression, string behind)
    {
        output.Append(before);
        Print(expression);
        output.Append(behind);
    }

    private void Print(CStatement.Declaration declaration)
    {
        output.Append(declaration.Variables[0].Type.Name);
        for (int i = 0; i < declaration.Variables.Count; i++)
        {
            CDeclarator variable = declaration.Variables[i];
            output.Append(i > 0 ? ", " : " ").Append('*', variable.Type.Pointers).Append(variable.Name);
            if (variable.Value is not null) Head(" = ", variable.Value, "");
        }

        output.Append(';');
    }

    private void Print(CExpression expression, int least = COperators.Assignment)
    {
        int precedence = COperators.PrecedenceOf(expression);
        if (precedence < least) output.Append('(');
        switch (expression)
        {
            case CExpression.Number number:
                output.Append(CultureInfo.InvariantCulture, $"{number.Value}").Append(number.IsUnsigned ? "U" : "").Append(number.IsLong ? "L" : "");
                break;
            case CExpression.Name name:
                output.Append(name.Identifier);
                break;
            case CExpression.Unary unary:
                // "- -x" is not "--x".
                output.Append(unary.Operator).Append(unary.Operand is CExpression.Unary or CExpression.Step ? " " : "");
                Print(unary.Operand, COperators.Prefix);
                break;
            case CExpression.Cast cast:
                output.Append('(').Append(cast.Type.Name).Append('*', cast.Type.Pointers).Append(')');
                Print(cast.Operand, COperators.Prefix);
                break;
            case CExpression.Binary binary:
                Print(binary.Left, precedence);
                output.Append(' ').Append(binary.Operator).Append(' ');
                Print(binary.Right, precedence + 1);
                break;
            case CExpression.Conditional conditional:
                Print(conditional.Condition, COperators.Conditional + 1);
                Alternative(" ? ", conditional.Then);
                Alternative(" : ", conditional.Otherwise);
                break;
            case CExpression.Assign assign:
                Print(assign.Target, COperators.Prefix);
                output.Append(' ').Append(assign.Operator).Append("= ");
                Print(assign.Value);
                break;
            case CExpression.Step step:
                string sign = step.Operator + step.Operator;
                if (step.IsPrefix) output.Append(sign);
                Print(step.Target, step.IsPrefix ? COperators.Prefix : COperators.Postfix);
                if (!step.IsPrefix) output.Append(sign);
                break;
            case CExpression.Index index:
                Print(index.Array, COperators.Postfix);
                output.Append('[');
                Print(index.Position);
                output.Append(']');
                break;
            case CExpression.Call call:
                Print(call);
                break;
        }

        if (precedence < least) output.Append(')');
    }

    private void Alternative(string before, CExpression expression)
    {
        output.Append(before);
        Print(expression);
    }

    private void Print(CExpression.Call call)
    {
        output.Append(call.Function);
        if (call.Annotation is not null) output.Append('{').Append(call.Annotation).Append('}');
        output.Append('(');
        for (int i = 0; i < call.Arguments.Count; i++) Alternative(i > 0 ? ", " : "", call.Arguments[i]);
        output.Append(')');
    }
}
