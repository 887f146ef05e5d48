using System.Globalization;
using System.Text;

namespace MemoryModelLab.Litmus.Dialects.C;

/// <summary>Prints C threads so that <see cref="CParser"/> reads the same trees back.</summary>
internal sealed class CPrinter(StringBuilder output)
{
    private const int UnaryPrecedence = 11;

    /// <summary>Prints one thread.</summary>
    public void Print(CThreadBody thread)
    {
        output.Append('\n').Append(thread.Name).Append(" (");
        output.AppendJoin(", ", thread.Parameters.Select(p => $"{p.Type} {p.Name}")).Append(") {\n");
        foreach (CStatement statement in thread.Body) Print(statement, 1);
        output.Append("}\n");
    }

    private void Print(CStatement statement, int level)
    {
        string indent = new(' ', 2 * level);
        output.Append(indent);
        switch (statement)
        {
            case CStatement.Block block:
                output.Append("{\n");
                foreach (CStatement inner in block.Statements) Print(inner, level + 1);
                output.Append(indent).Append("}\n");
                break;
            case CStatement.If choice:
                output.Append("if (").Append(Text(choice.Condition)).Append(")\n");
                Print(choice.Then, level + 1);
                if (choice.Else is null) break;
                output.Append(indent).Append("else\n");
                Print(choice.Else, level + 1);
                break;
            case CStatement.While loop:
                output.Append("while (").Append(Text(loop.Condition)).Append(")\n");
                Print(loop.Body, level + 1);
                break;
            case CStatement.DoWhile loop:
                output.Append("do\n");
                Print(loop.Body, level + 1);
                output.Append(indent).Append("while (").Append(Text(loop.Condition)).Append(");\n");
                break;
            case CStatement.For loop:
                output.Append("for (").Append(Simple(loop.Start)).Append(' ').Append(loop.Condition is { } c ? Text(c) : "").Append("; ");
                output.Append(loop.Step is { } s ? Text(s) : "").Append(")\n");
                Print(loop.Body, level + 1);
                break;
            default:
                output.Append(Simple(statement)).Append('\n');
                break;
        }
    }

    private static string Simple(CStatement statement) => statement switch
    {
        CStatement.Declaration d => $"{d.Type} {string.Join(", ", d.Declarators.Select(v => v.Value is { } e ? $"{v.Name} = {Text(e)}" : v.Name))};",
        CStatement.Expression { Value: { } value } => Text(value) + ";",
        _ => ";",
    };

    private static string Text(CExpression expression, int least = 0)
    {
        (string text, int precedence) = expression switch
        {
            CExpression.Number n => (n.Value.ToString(CultureInfo.InvariantCulture), n.Value < 0 ? 0 : UnaryPrecedence),
            CExpression.Name n => (n.Text, UnaryPrecedence),
            CExpression.Unary u => (u.Operator + Operand(u.Operand), UnaryPrecedence),
            CExpression.Cast c => ($"({c.Type}){Text(c.Operand, UnaryPrecedence)}", UnaryPrecedence),
            CExpression.Binary b => Binary(b),
            CExpression.Conditional c => ($"{Text(c.Condition, 1)} ? {Text(c.Then)} : {Text(c.Else)}", 0),
            CExpression.Assignment a => ($"{Text(a.Target, UnaryPrecedence)} {a.Operator} {Text(a.Value)}", -1),
            CExpression.Call c => ($"{c.Function}{(c.Annotation is { } mark ? $"{{{mark}}}" : "")}({string.Join(", ", c.Arguments.Select(a => Text(a)))})", UnaryPrecedence),
            _ => throw new ArgumentException($"no text for {expression.GetType().Name}", nameof(expression)),
        };
        bool assignmentStandsAlone = precedence < 0 && least == 0;
        return precedence >= least || assignmentStandsAlone ? text : $"({text})";
    }

    // A blank keeps two operators from becoming one token (- -x, & &x).
    private static string Operand(CExpression operand) => (operand is CExpression.Unary ? " " : "") + Text(operand, UnaryPrecedence);

    private static (string Text, int Precedence) Binary(CExpression.Binary b)
    {
        int precedence = CExpressionParser.Precedence(b.Operator);
        return ($"{Text(b.Left, precedence)} {b.Operator} {Text(b.Right, precedence + 1)}", precedence);
    }
}
