using System.Globalization;
using System.Text;
using MemoryModelLab.Litmus.Dialects.Assembly;
using MemoryModelLab.Litmus.Lexing;

namespace MemoryModelLab.Litmus.Dialects.X86;

/// <summary>
/// x86 instructions as herd writes them. A location stands in brackets or parentheses, <c>[x]</c>, <c>(x)</c>; so does a register that
/// holds an address, with a displacement, an index and a scale as in AT&amp;T syntax. Constants follow <c>$</c>, which may be left out.
/// </summary>
internal sealed class X86Syntax(bool is64Bit) : IInstructionSyntax
{
    /// <inheritdoc/>
    public AssemblyInstruction Parse(Lexer lexer)
    {
        var origin = new Origin(lexer.PositionOf(lexer.Current));
        string mnemonic = Mnemonic(lexer);
        bool isLocked = mnemonic.Equals("lock", StringComparison.OrdinalIgnoreCase);
        if (isLocked) mnemonic = Mnemonic(lexer);

        var operands = new List<AssemblyOperand>();
        if (lexer.Kind is not (TokenKind.Semicolon or TokenKind.Bar))
        {
            do operands.Add(ParseOperand(lexer));
            while (lexer.Accept(TokenKind.Comma));
        }

        return new AssemblyInstruction(origin, mnemonic, [.. operands], isLocked);
    }

    /// <inheritdoc/>
    public void Print(AssemblyInstruction instruction, StringBuilder output)
    {
        if (instruction.Lock) output.Append(is64Bit ? "lock " : "LOCK ");
        output.Append(instruction.Mnemonic);
        for (int i = 0; i < instruction.Operands.Count; i++)
        {
            output.Append(i == 0 ? ' ' : ',');
            PrintOperand(instruction.Operands[i], output);
        }
    }

    private string Mnemonic(Lexer lexer)
    {
        string word = lexer.ExpectName("an instruction");
        return is64Bit ? word.ToLowerInvariant() : word.ToUpperInvariant();
    }

    private AssemblyOperand ParseOperand(Lexer lexer)
    {
        switch (lexer.Kind)
        {
            case TokenKind.Dollar:
                lexer.Advance();
                return lexer.Kind == TokenKind.Identifier
                    ? new AssemblyOperand.AddressOf(lexer.ExpectName("a location"))
                    : new AssemblyOperand.Immediate(lexer.ExpectNumber("a number"));
            case TokenKind.Number or TokenKind.Minus:
                long number = lexer.ExpectNumber("a number");
                return lexer.Kind is TokenKind.OpenParen or TokenKind.OpenBracket
                    ? ParseMemory(lexer, null, number, null)
                    : new AssemblyOperand.Immediate(number);
            case TokenKind.OpenParen or TokenKind.OpenBracket:
                return ParseMemory(lexer, null, 0, null);
            case TokenKind.Percent:
                return ParseRegisterOrSegment(lexer);
            case TokenKind.Identifier:
                return ParseWord(lexer);
            default:
                throw lexer.Unexpected("an operand: a register, a constant such as $1, a location such as [x], or a label");
        }
    }

    private AssemblyOperand ParseWord(Lexer lexer)
    {
        if (X86Registers.TryParse(lexer.Span, out _)) return new AssemblyOperand.Register(Spelling(lexer));
        string word = lexer.SpanOf(lexer.Advance()).ToString();
        return lexer.Kind == TokenKind.OpenParen ? ParseMemory(lexer, word, 0, null) : new AssemblyOperand.Word(word);
    }

    private AssemblyOperand ParseRegisterOrSegment(Lexer lexer)
    {
        lexer.Advance();
        if (lexer.Peek(1) != TokenKind.Colon) return new AssemblyOperand.Register(Register(lexer));
        string segment = lexer.ExpectName("a segment register").ToLowerInvariant();
        lexer.Advance();
        long displacement = lexer.Kind is TokenKind.Number or TokenKind.Minus ? lexer.ExpectNumber("a displacement") : 0;
        return ParseMemory(lexer, null, displacement, segment);
    }

    private AssemblyOperand.X86Memory ParseMemory(Lexer lexer, string? location, long displacement, string? segment)
    {
        if (lexer.Kind is not (TokenKind.OpenParen or TokenKind.OpenBracket)) throw lexer.Unexpected("an address in parentheses");
        TokenKind close = lexer.Advance().Kind == TokenKind.OpenParen ? TokenKind.CloseParen : TokenKind.CloseBracket;
        string? @base = null, index = null;
        long scale = 1;
        bool isLocation = lexer.Kind == TokenKind.Identifier && !X86Registers.TryParse(lexer.Span, out _) && !lexer.Is("rip");
        if (isLocation && location is null)
        {
            location = lexer.SpanOf(lexer.Advance()).ToString();
        }
        else
        {
            if (lexer.Kind != TokenKind.Comma) @base = BaseRegister(lexer);
            if (lexer.Accept(TokenKind.Comma)) index = Register(lexer);
            if (index is not null && lexer.Accept(TokenKind.Comma)) scale = lexer.ExpectNumber("a scale");
        }

        lexer.Expect(close, close == TokenKind.CloseParen ? "\")\"" : "\"]\"");
        return new AssemblyOperand.X86Memory(location, displacement, @base, index, scale, segment);
    }

    // Relative to the instruction pointer, a location is just itself.
    private string? BaseRegister(Lexer lexer)
    {
        lexer.Accept(TokenKind.Percent);
        return lexer.Accept("rip") ? null : Register(lexer);
    }

    private string Register(Lexer lexer)
    {
        lexer.Accept(TokenKind.Percent);
        bool known = lexer.Kind == TokenKind.Identifier && X86Registers.TryParse(lexer.Span, out _);
        return known ? Spelling(lexer) : throw lexer.Unexpected(is64Bit ? "a register, such as %eax" : "a register, such as EAX");
    }

    private string Spelling(Lexer lexer)
    {
        string name = lexer.SpanOf(lexer.Advance()).ToString();
        return is64Bit ? name.ToLowerInvariant() : name.ToUpperInvariant();
    }

    private void PrintOperand(AssemblyOperand operand, StringBuilder output)
    {
        switch (operand)
        {
            case AssemblyOperand.Register register:
                PrintRegister(register.Name, output);
                break;
            case AssemblyOperand.Immediate immediate:
                output.Append(CultureInfo.InvariantCulture, $"${immediate.Value}");
                break;
            case AssemblyOperand.AddressOf address:
                output.Append('$').Append(address.Location);
                break;
            case AssemblyOperand.Word word:
                output.Append(word.Text);
                break;
            case AssemblyOperand.X86Memory memory:
                PrintMemory(memory, output);
                break;
        }
    }

    private void PrintMemory(AssemblyOperand.X86Memory memory, StringBuilder output)
    {
        if (memory.Segment is not null) output.Append('%').Append(memory.Segment).Append(':');
        if (memory.Displacement != 0) output.Append(CultureInfo.InvariantCulture, $"{memory.Displacement}");
        bool isPlain = memory is { Base: null, Index: null };
        if (memory.Location is not null && !isPlain) output.Append(memory.Location);
        output.Append(is64Bit ? '(' : '[');
        if (isPlain) output.Append(memory.Location);
        if (memory.Base is not null) PrintRegister(memory.Base, output);
        if (memory.Index is not null)
        {
            PrintRegister(memory.Index, output.Append(','));
            output.Append(CultureInfo.InvariantCulture, $",{memory.Scale}");
        }

        output.Append(is64Bit ? ')' : ']');
    }

    private void PrintRegister(string name, StringBuilder output)
    {
        if (is64Bit) output.Append('%');
        output.Append(name);
    }
}
