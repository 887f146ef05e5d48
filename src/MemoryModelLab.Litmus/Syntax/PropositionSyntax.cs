using System.Text;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Litmus.Lexing;

namespace MemoryModelLab.Litmus.Syntax;

/// <summary>
/// Propositions, with herd's precedences: <c>~</c> binds tightest, then <c>=&gt;</c> (to the right), then <c>/\</c>, then <c>\/</c>
/// (both to the left).
/// </summary>
internal sealed class PropositionSyntax(Lexer lexer, StateSyntax state)
{
    // Bounds, so that reading and walking a proposition never runs out of stack.
    private const int DeepestNesting = 500;
    private const int LargestSize = 4000;

    private int depth;
    private int size;

    /// <summary>Reads a proposition.</summary>
    public Proposition Parse()
    {
        Proposition left = Conjunction();
        while (lexer.Accept(TokenKind.Or))
        {
            left = new Proposition.Or(left, Conjunction());
        }

        return left;
    }

    private Proposition Conjunction()
    {
        Proposition left = Implication();
        while (lexer.Accept(TokenKind.And))
        {
            left = new Proposition.And(left, Implication());
        }

        return left;
    }

    private Proposition Implication()
    {
        Proposition left = Unary();
        if (!lexer.Accept(TokenKind.Implies)) return left;
        Enter();
        var implication = new Proposition.Implies(left, Implication());
        depth--;
        return implication;
    }

    private Proposition Unary()
    {
        Enter();
        Proposition proposition = lexer.Kind switch
        {
            TokenKind.Tilde => Negation(),
            TokenKind.OpenParen => Parenthesised(),
            _ when lexer.Is("not") => Negation(),
            _ when lexer.Accept("true") => new Proposition.Constant(true),
            _ when lexer.Accept("false") => new Proposition.Constant(false),
            _ when lexer.Is("fault") || lexer.Is("Fault") => throw lexer.Error(lexer.Current.Start, "faults are not modelled here, expected a comparison such as 0:r0=1"),
            _ => Atom(),
        };
        depth--;
        return proposition;
    }

    private Proposition.Not Negation()
    {
        lexer.Advance();
        return new Proposition.Not(Unary());
    }

    private Proposition Parenthesised()
    {
        lexer.Advance();
        Proposition inside = Parse();
        lexer.Expect(TokenKind.CloseParen, "\")\", \"/\\\" or \"\\/\"");
        return inside;
    }

    private Proposition Atom()
    {
        if (!state.AtReference) throw lexer.Unexpected("a proposition, such as 0:r0=1 or [x]=2");
        StateReference left = state.Reference();
        bool negated = lexer.Kind == TokenKind.NotEqual;
        if (!negated && lexer.Kind != TokenKind.Equal) throw lexer.Unexpected("\"=\" or \"!=\"");
        lexer.Advance();

        if (lexer.Accept(TokenKind.OpenBrace)) return Elements(left, negated);
        bool reference = lexer.Kind is TokenKind.OpenBracket or TokenKind.Star || lexer.Peek(1) == TokenKind.Colon;
        return reference
            ? new Proposition.Same(left, state.Reference(), negated)
            : new Proposition.Equal(left, state.Value(), negated);
    }

    private Proposition.EqualArray Elements(StateReference array, bool negated)
    {
        if (array.Thread is not null) throw lexer.Error(lexer.Previous.Start, "a register is compared with an array, expected a number");
        var elements = new List<StateValue>();
        do
        {
            if (elements.Count == StateSyntax.LongestArray) throw lexer.Error(lexer.Current.Start, $"an array has at most {StateSyntax.LongestArray} elements");
            elements.Add(state.Value());
        }
        while (lexer.Accept(TokenKind.Comma));
        lexer.Expect(TokenKind.CloseBrace, "\"}\" behind the array's elements");
        return new Proposition.EqualArray(array, [.. elements], negated);
    }

    private void Enter()
    {
        CountNode();
        if (++depth > DeepestNesting) throw lexer.Error(lexer.Current.Start, $"this proposition is nested more than {DeepestNesting} deep");
    }

    private void CountNode()
    {
        if (++size > LargestSize) throw lexer.Error(lexer.Current.Start, $"the propositions of a test have at most {LargestSize} parts");
    }

    /// <summary>Prints a proposition so that it reads back as the same tree.</summary>
    public static void Print(Proposition proposition, StringBuilder output)
    {
        switch (proposition)
        {
            case Proposition.Constant constant:
                output.Append(constant.Value ? "true" : "false");
                break;
            case Proposition.Equal equal:
                output.Append(equal.Left).Append(equal.Negated ? "!=" : "=").Append(equal.Right);
                break;
            case Proposition.EqualArray array:
                output.Append(array.Left.Name).Append(array.Negated ? "!={" : "={").AppendJoin(',', array.Right).Append('}');
                break;
            case Proposition.Same same:
                output.Append(same.Left).Append(same.Negated ? "!=" : "=").Append(same.Right);
                break;
            case Proposition.Not not:
                output.Append('~');
                PrintOperand(not.Operand, output, bare: IsAtom(not.Operand) || not.Operand is Proposition.Not);
                break;
            case Proposition.And and:
                PrintOperand(and.Left, output, bare: and.Left is Proposition.And or Proposition.Not || IsAtom(and.Left));
                output.Append(" /\\ ");
                PrintOperand(and.Right, output, bare: and.Right is Proposition.Not || IsAtom(and.Right));
                break;
            case Proposition.Or or:
                PrintOperand(or.Left, output, bare: or.Left is not Proposition.Implies);
                output.Append(" \\/ ");
                PrintOperand(or.Right, output, bare: or.Right is not (Proposition.Or or Proposition.Implies));
                break;
            case Proposition.Implies implies:
                PrintOperand(implies.Left, output, bare: IsAtom(implies.Left));
                output.Append(" => ");
                PrintOperand(implies.Right, output, bare: IsAtom(implies.Right));
                break;
        }
    }

    private static bool IsAtom(Proposition proposition) =>
        proposition is Proposition.Constant or Proposition.Equal or Proposition.EqualArray or Proposition.Same;

    private static void PrintOperand(Proposition operand, StringBuilder output, bool bare)
    {
        if (!bare) output.Append('(');
        Print(operand, output);
        if (!bare) output.Append(')');
    }
}
