using System.Globalization;
using System.Text;
using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Lexing;

namespace MemoryModelLab.Litmus.Dialects.AArch64;

/// <summary>AArch64 instructions as herd writes them: <c>LDR W0,[X1,W2,SXTW]</c>, upper case or lower, <c>#</c> optional.</summary>
internal sealed class AArch64Syntax : IInstructionSyntax
{
    /// <inheritdoc/>
    public AssemblyInstruction Parse(Lexer lexer)
    {
        var origin = new Origin(lexer.PositionOf(lexer.Current));
        string mnemonic = lexer.ExpectName("an instruction").ToUpperInvariant();
        var operands = new List<AssemblyOperand>();
        if (lexer.Kind is not (TokenKind.Semicolon or TokenKind.Bar))
        {
            do operands.Add(ParseOperand(lexer));
            while (lexer.Accept(TokenKind.Comma));
        }

        return new AssemblyInstruction(origin, mnemonic, [.. operands]);
    }

    /// <inheritdoc/>
    public void Print(AssemblyInstruction instruction, StringBuilder output)
    {
        output.Append(instruction.Mnemonic);
        for (int i = 0; i < instruction.Operands.Count; i++)
        {
            output.Append(i == 0 ? ' ' : ',');
            PrintOperand(instruction.Operands[i], output);
        }
    }

    private static AssemblyOperand ParseOperand(Lexer lexer) => lexer.Kind switch
    {
        TokenKind.OpenBracket => ParseMemory(lexer),
        TokenKind.Hash or TokenKind.Number or TokenKind.Minus => new AssemblyOperand.Immediate(ParseImmediate(lexer)),
        TokenKind.Percent => new AssemblyOperand.Register(ParseSymbolic(lexer, 'X')),
        TokenKind.Identifier => ParseWord(lexer),
        _ => throw lexer.Unexpected("an operand: a register, a number, an address in brackets or a label"),
    };

    private static long ParseImmediate(Lexer lexer)
    {
        lexer.Accept(TokenKind.Hash);
        return lexer.ExpectNumber("a number");
    }

    private static AssemblyOperand ParseWord(Lexer lexer)
    {
        if (lexer.Is(".")) return ParseRelative(lexer);
        if (TryRegister(lexer) is { } register) return new AssemblyOperand.Register(register);
        return TryModifier(lexer) is { } modifier ? modifier : new AssemblyOperand.Word(lexer.SpanOf(lexer.Advance()).ToString());
    }

    private static AssemblyOperand.Relative ParseRelative(Lexer lexer)
    {
        lexer.Advance();
        lexer.Accept(TokenKind.Plus);
        return new AssemblyOperand.Relative(lexer.ExpectNumber("a distance in bytes, as in .-8"));
    }

    private static string? TryRegister(Lexer lexer)
    {
        bool symbolic = lexer.Span is "X" or "W" or "x" or "w" && lexer.Peek(1) == TokenKind.Percent;
        if (symbolic) return ParseSymbolic(lexer, char.ToUpperInvariant(lexer.SpanOf(lexer.Advance())[0]));
        string? spelling = AArch64Registers.Spelling(lexer.Span);
        if (spelling is not null) lexer.Advance();
        return spelling;
    }

    private static string ParseSymbolic(Lexer lexer, char view)
    {
        lexer.Expect(TokenKind.Percent, "\"%\"");
        return $"{view}%{lexer.ExpectName("a symbolic register's name")}";
    }

    private static AssemblyOperand.Modifier? TryModifier(Lexer lexer)
    {
        string? kind = lexer.Span switch
        {
            "LSL" or "lsl" => "LSL",
            "LSR" or "lsr" => "LSR",
            "ASR" or "asr" => "ASR",
            "ROR" or "ror" => "ROR",
            "UXTB" or "uxtb" => "UXTB",
            "UXTH" or "uxth" => "UXTH",
            "UXTW" or "uxtw" => "UXTW",
            "UXTX" or "uxtx" => "UXTX",
            "SXTB" or "sxtb" => "SXTB",
            "SXTH" or "sxth" => "SXTH",
            "SXTW" or "sxtw" => "SXTW",
            "SXTX" or "sxtx" => "SXTX",
            _ => null,
        };
        if (kind is null) return null;
        lexer.Advance();
        long? amount = lexer.Kind is TokenKind.Hash or TokenKind.Number ? ParseImmediate(lexer) : null;
        return new AssemblyOperand.Modifier(kind, amount);
    }

    private static AssemblyOperand.Memory ParseMemory(Lexer lexer)
    {
        lexer.Advance();
        string @base = ParseRegister(lexer);
        AssemblyOperand? offset = null;
        AssemblyOperand.Modifier? extend = null;
        if (lexer.Accept(TokenKind.Comma))
        {
            offset = lexer.Kind is TokenKind.Hash or TokenKind.Number or TokenKind.Minus
                ? new AssemblyOperand.Immediate(ParseImmediate(lexer))
                : new AssemblyOperand.Register(ParseRegister(lexer));
            if (lexer.Accept(TokenKind.Comma))
                extend = (lexer.Kind == TokenKind.Identifier ? TryModifier(lexer) : null) ?? throw lexer.Unexpected("an extension such as SXTW or LSL #2");
        }

        lexer.Expect(TokenKind.CloseBracket, "\"]\"");
        return new AssemblyOperand.Memory(@base, offset, extend, lexer.Accept(TokenKind.Exclamation));
    }

    private static string ParseRegister(Lexer lexer)
    {
        if (lexer.Kind == TokenKind.Percent) return ParseSymbolic(lexer, 'X');
        return (lexer.Kind == TokenKind.Identifier ? TryRegister(lexer) : null) ?? throw lexer.Unexpected("a register, such as X1");
    }

    private static void PrintOperand(AssemblyOperand operand, StringBuilder output)
    {
        switch (operand)
        {
            case AssemblyOperand.Register register:
                output.Append(register.Name);
                break;
            case AssemblyOperand.Immediate immediate:
                output.Append(CultureInfo.InvariantCulture, $"#{immediate.Value}");
                break;
            case AssemblyOperand.Word word:
                output.Append(word.Text);
                break;
            case AssemblyOperand.Relative relative:
                output.Append(CultureInfo.InvariantCulture, $".{relative.Bytes:+0;-0;+0}");
                break;
            case AssemblyOperand.Modifier modifier:
                output.Append(modifier.Kind);
                if (modifier.Amount is { } amount) output.Append(CultureInfo.InvariantCulture, $" #{amount}");
                break;
            case AssemblyOperand.Memory memory:
                PrintMemory(memory, output);
                break;
        }
    }

    private static void PrintMemory(AssemblyOperand.Memory memory, StringBuilder output)
    {
        output.Append('[').Append(memory.Base);
        if (memory.Offset is not null) PrintOperand(memory.Offset, output.Append(','));
        if (memory.Extend is not null) PrintOperand(memory.Extend, output.Append(','));
        output.Append(memory.WriteBack ? "]!" : "]");
    }
}
