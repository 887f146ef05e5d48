using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>
/// Reads the JIT's listing of ARM64 code. It has no addresses, so the cells that calls go through are read from the code itself: ADRP and
/// ADD make a cell's address, LDR reads it, BLR calls what it holds.
/// </summary>
internal sealed partial class Arm64Listing
{
    private const int InstructionBytes = 4;

    private readonly ReadyToRunImage image;
    private readonly Dictionary<string, Method> methods = new(StringComparer.Ordinal);

    public Arm64Listing(ReadyToRunImage image)
    {
        this.image = image;
        Method? method = null;
        foreach (string line in image.Listing.Split('\n'))
        {
            if (Header().Match(line) is { Success: true } header) methods[header.Groups[1].Value] = method = new Method([]);
            else if (method is not null && Total().Match(line) is { Success: true } total) method.Bytes = int.Parse(total.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            else if (line.Trim().Length > 0 && (char.IsWhiteSpace(line[0]) || Group().IsMatch(line))) method?.Lines.Add(line);
        }
    }

    /// <summary>The code of a thread.</summary>
    public IReadOnlyList<MachineInstruction> Read(PlainTest test, PlainBody body)
    {
        if (!methods.TryGetValue($"{test.ClassName}:{body.Name}", out Method? method)) throw new NotSupportedException($"crossgen2 lists no code of {body.Name}");
        (int address, byte[] code) = image.CodeOf(test.ClassName, body.Name);
        var cells = new Cells(image, address, code);
        var instructions = new List<MachineInstruction>();
        string? label = null;
        int offset = 0;
        foreach (string line in method.Lines)
        {
            if (!char.IsWhiteSpace(line[0]))
            {
                label = Label(Group().Match(line).Value);
                if (GroupOffset().Match(line) is { Success: true } told && int.Parse(told.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture) != offset) throw Mismatch();
                continue;
            }

            string listed = line.Split("//")[0].Trim();
            if (offset + InstructionBytes > code.Length) throw Mismatch();
            instructions.Add(Convert(listed, offset, cells) with { Label = label });
            label = null;

            // A load of a constant that lies behind the code is listed as one; where that is too far for one, it is two: ADRP and LDR.
            offset += line.Contains("[@RWD", StringComparison.Ordinal) && !IsLiteralLoad(BinaryPrimitives.ReadUInt32LittleEndian(code.AsSpan(offset))) ? 2 * InstructionBytes : InstructionBytes;
        }

        // Offsets are counted: they are right when groups begin where the listing says, and the last ends where the code does.
        if (offset != method.Bytes) throw Mismatch();
        return Reachable(instructions);

        NotSupportedException Mismatch() => new($"the listing of {body.Name} is not of its code");
    }

    // LDR (literal), of general or vector registers: 011 at 29:27, 00 at 25:24 (Arm ARM, C6.2 and C7.2).
    private static bool IsLiteralLoad(uint word) => (word & 0x3B000000) == 0x18000000;

    private static MachineInstruction Convert(string line, int offset, Cells cells)
    {
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        string mnemonic = space < 0 ? line : line[..space], operands = space < 0 ? "" : line[space..].Trim();
        (string? cell, string? calls) = cells.Follow(mnemonic, operands, offset);
        string named = Group().Replace(operands, match => Label(match.Value));
        string shown = cell is not null ? Relocation().Replace(named, $"[{cell}]") : calls is not null ? $"{named}  [{calls}]" : named;
        return new MachineInstruction(offset, $"{mnemonic,-8}{shown}".TrimEnd())
        {
            Code = cell is not null || calls is not null || mnemonic is "brk" or "nop" ? null : Litmus(mnemonic, named),
            Calls = calls,
        };
    }

    // As litmus tests write it: numbers for the registers with names, a comma in front of a shift, RET alone.
    private static string Litmus(string mnemonic, string operands)
    {
        if (mnemonic == "ret") return "RET";
        if (mnemonic == "ccmp") operands = Flags(operands);
        if (Conditional().Match(mnemonic) is { Success: true } conditional) return $"B.{conditional.Groups[1].Value.ToUpperInvariant()} {operands}";
        string text = NamedRegister().Replace(operands, match => match.Value switch
        {
            "fp" => "X29",
            "lr" => "X30",
            "xip0" => "X16",
            "xip1" => "X17",
            "wip0" => "W16",
            "wip1" => "W17",
            _ => "X18",
        });
        text = Number().Replace(text, match => match.Groups[1].Value + long.Parse(match.Groups[2].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
        text = Shift().Replace(text, "$1,$2");
        return $"{mnemonic.ToUpperInvariant()} {text.Replace(" ", "", StringComparison.Ordinal).Replace("LSL#", "LSL #", StringComparison.Ordinal).Replace("XTW#", "XTW #", StringComparison.Ordinal)}";
    }

    // The flags that CCMP sets when it does not compare are listed by their letters: "ccmp x0, #1, nz, eq".
    private static string Flags(string operands)
    {
        string[] parts = operands.Split(", ");
        if (parts.Length == 4) parts[2] = $"#{parts[2].Sum(letter => letter is 'n' ? 8 : letter is 'z' ? 4 : letter is 'c' ? 2 : letter is 'v' ? 1 : 0)}";
        return string.Join(", ", parts);
    }

    private static string Label(string group) => group.Replace("G_M000_IG", "L", StringComparison.Ordinal);

    // What cannot be reached from the start are the handlers of exceptions, which are methods of their own.
    private static List<MachineInstruction> Reachable(List<MachineInstruction> instructions)
    {
        Dictionary<string, int> labels = instructions.Select((instruction, index) => (instruction.Label, index)).Where(pair => pair.Label is not null).ToDictionary(pair => pair.Label!, pair => pair.index);
        var reached = new bool[instructions.Count];
        var pending = new Stack<int>([0]);
        while (pending.TryPop(out int at))
        {
            for (; at < instructions.Count && !reached[at]; at++)
            {
                reached[at] = true;
                string text = instructions[at].Text;
                string target = text[(text.LastIndexOf(' ') + 1)..];
                if (labels.TryGetValue(target, out int there)) pending.Push(there);
                if (text.StartsWith("ret ", StringComparison.Ordinal) || text.StartsWith("b ", StringComparison.Ordinal) || text.StartsWith("brk", StringComparison.Ordinal)) break;
            }
        }

        HashSet<string> used = [.. instructions.Where((_, index) => reached[index]).Select(instruction => instruction.Text[(instruction.Text.LastIndexOf(' ') + 1)..])];
        return [.. instructions.Where((_, index) => reached[index]).Select(instruction => instruction with { Label = instruction.Label is { } label && used.Contains(label) ? label : null })];
    }

    private sealed record Method(List<string> Lines)
    {
        public int Bytes { get; set; }
    }

    /// <summary>Which register holds the address of which cell, or what was read from it.</summary>
    private sealed class Cells(ReadyToRunImage image, int address, byte[] code)
    {
        private readonly Dictionary<string, int> pages = [];
        private readonly Dictionary<string, string> pointers = [];
        private readonly Dictionary<string, string> targets = [];

        /// <summary>The cell that an instruction makes the address of or reads, or what it calls.</summary>
        public (string? Cell, string? Calls) Follow(string mnemonic, string operands, int offset)
        {
            string[] parts = operands.Split(',', StringSplitOptions.TrimEntries);
            switch (mnemonic)
            {
                case "adrp":
                    pages[parts[0]] = Page(offset);
                    return (image.CellAt(pages[parts[0]] + Low(offset + InstructionBytes)) ?? "?", null);
                case "add" when operands.Contains("RELOC", StringComparison.Ordinal) && pages.TryGetValue(parts[1], out int page):
                    pointers[parts[0]] = image.CellAt(page + Low(offset)) ?? "?";
                    return (pointers[parts[0]], null);
                case "ldr" when parts.Length == 2 && pointers.TryGetValue(parts[1].Trim('[', ']'), out string? cell):
                    targets[parts[0]] = cell;
                    if (parts[1].Trim('[', ']') == parts[0]) pointers.Remove(parts[0]);
                    return (cell, null);
                case "blr" or "br":
                    return (null, targets.GetValueOrDefault(parts[0], "?"));
                case "bl":
                    return (null, operands);
                default:
                    pointers.Remove(parts[0]);
                    targets.Remove(parts[0]);
                    return (null, null);
            }
        }

        private uint Word(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(code.AsSpan(offset));

        // ADRP: a signed number of pages from this one, its two low bits in 30:29 and the others in 23:5 (Arm ARM, C6.2).
        private int Page(int offset)
        {
            uint word = Word(offset);
            int pages = ((int)(word << 8) >> 13 << 2) | (int)((word >> 29) & 3);
            return ((address + offset) & ~0xFFF) + (pages << 12);
        }

        // ADD (immediate): 12 bits at 21:10.
        private int Low(int offset) => offset + InstructionBytes > code.Length ? 0 : (int)((Word(offset) >> 10) & 0xFFF);
    }

    [GeneratedRegex(@"^; Assembly listing for method (\w+:\w+)\(")]
    private static partial Regex Header();

    [GeneratedRegex(@"^; Total bytes of code (\d+)")]
    private static partial Regex Total();

    [GeneratedRegex(@"G_M000_IG\d+")]
    private static partial Regex Group();

    // "G_M000_IG02:                ;; offset=0x0008"
    [GeneratedRegex(@";; offset=0x([0-9A-Fa-f]+)")]
    private static partial Regex GroupOffset();

    [GeneratedRegex(@"\[(?:HIGH|LOW) RELOC #0x[0-9A-Fa-f]+\]")]
    private static partial Regex Relocation();

    [GeneratedRegex(@"\b(fp|lr|xip0|xip1|wip0|wip1|xpr)\b")]
    private static partial Regex NamedRegister();

    [GeneratedRegex(@"(-?)0x([0-9A-Fa-f]+)")]
    private static partial Regex Number();

    [GeneratedRegex(@"^b(eq|ne|hs|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le)$")]
    private static partial Regex Conditional();

    // "movk w0, #1 LSL #16"
    [GeneratedRegex(@"(#-?\w+)\s+(LSL)")]
    private static partial Regex Shift();
}
