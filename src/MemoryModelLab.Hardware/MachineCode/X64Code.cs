using System.Globalization;
using Iced.Intel;

namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>Reads x64 machine code: every instruction that can be reached from the start of a method.</summary>
/// <param name="code">The method, and perhaps what lies behind it.</param>
/// <param name="address">Its address.</param>
/// <param name="nameOf">The name of the code at an address; null when it is not known.</param>
/// <param name="nameOfCell">The name of the code whose address is in the cell at an address; null when it is not known.</param>
/// <param name="typeOf">The class whose handle a number is; null when it is none.</param>
internal sealed class X64Code(byte[] code, ulong address, Func<ulong, string?> nameOf, Func<ulong, string?> nameOfCell, Func<ulong, string?> typeOf)
{
    private readonly SortedDictionary<ulong, Instruction> reached = [];
    private readonly HashSet<ulong> targets = [];

    // Constants of 64 bits that a call of a register may follow.
    private readonly Dictionary<Register, ulong> constants = [];

    /// <summary>The instructions by address.</summary>
    public IReadOnlyList<MachineInstruction> Decode()
    {
        var pending = new Stack<ulong>([address]);
        while (pending.TryPop(out ulong at)) Follow(at, pending);
        var show = new IntelFormatter();
        show.Options.FirstOperandCharIndex = 8;
        show.Options.SpaceAfterOperandSeparator = true;
        show.Options.BranchLeadingZeros = false;
        var write = new GasFormatter();
        write.Options.GasShowMnemonicSizeSuffix = true;
        write.Options.NumberBase = NumberBase.Decimal;
        return [.. reached.Values.Select(instruction => Convert(instruction, show, write))];
    }

    private void Follow(ulong at, Stack<ulong> pending)
    {
        while (at >= address && at < address + (ulong)code.Length && !reached.ContainsKey(at))
        {
            Instruction instruction = Decoder.Create(64, new ByteArrayCodeReader(code, (int)(at - address), code.Length - (int)(at - address)), at).Decode();
            if (instruction.IsInvalid) return;
            reached.Add(at, instruction);
            if (instruction.FlowControl is FlowControl.ConditionalBranch or FlowControl.UnconditionalBranch && instruction.NearBranchTarget is var target)
            {
                targets.Add(target);
                pending.Push(target);
            }

            if (instruction.FlowControl is FlowControl.UnconditionalBranch or FlowControl.Return or FlowControl.Interrupt or FlowControl.IndirectBranch or FlowControl.Exception) return;
            at = instruction.NextIP;
        }
    }

    private MachineInstruction Convert(in Instruction instruction, IntelFormatter show, GasFormatter write)
    {
        var output = new StringOutput();
        string? calls = null, type = null, gas = null, shown = null;
        switch (instruction.FlowControl)
        {
            case FlowControl.Call:
                calls = nameOf(instruction.NearBranchTarget) ?? "?";
                break;
            case FlowControl.IndirectCall when instruction.IsIPRelativeMemoryOperand:
                calls = nameOfCell(instruction.IPRelativeMemoryAddress) ?? "?";
                break;
            case FlowControl.IndirectCall:
                calls = constants.TryGetValue(instruction.Op0Register, out ulong called) ? nameOf(called) ?? "?" : "?";
                break;
            case FlowControl.ConditionalBranch or FlowControl.UnconditionalBranch:
                write.FormatMnemonic(instruction, output);
                string mnemonic = output.ToStringAndReset().Trim();
                gas = $"{mnemonic} {LabelOf(instruction.NearBranchTarget)}";
                shown = $"{mnemonic,-8}{LabelOf(instruction.NearBranchTarget)}";
                break;
            default:
                if (instruction.Code == Code.Mov_r64_imm64)
                {
                    constants[instruction.Op0Register] = instruction.Immediate64;
                    type = typeOf(instruction.Immediate64);
                }

                if (type is null) gas = Litmus(instruction, write, output);
                break;
        }

        show.Format(instruction, output);
        string text = output.ToStringAndReset();
        if (calls is not null) shown = $"{"call",-8}[{calls}]";
        if (type is not null) shown = $"{"mov",-8}{instruction.Op0Register.ToString().ToLowerInvariant()}, {type}";
        return new MachineInstruction((int)(instruction.IP - address), shown ?? text)
        {
            Label = targets.Contains(instruction.IP) ? LabelOf(instruction.IP) : null,
            Code = gas,
            Calls = calls,
            LoadsType = type,
            LoadsTypeInto = type is null ? null : instruction.Op0Register.ToString().ToLowerInvariant(),
            MemoryBytes = instruction.MemorySize.GetSize(),
        };
    }

    // The JIT's full fence is a locked update of the stack that changes nothing.
    private static string? Litmus(in Instruction instruction, GasFormatter write, StringOutput output)
    {
        if (instruction is { HasLockPrefix: true, MemoryBase: Register.RSP }) return "mfence";
        if (instruction.Mnemonic is Mnemonic.Nop or Mnemonic.Vzeroupper or Mnemonic.Int3 or Mnemonic.Endbr64) return null;
        if (IsZeroOfFrame(instruction)) return null;
        write.Format(instruction, output);
        return output.ToStringAndReset().Replace("movabsq", "movq", StringComparison.Ordinal).Replace("retq", "ret", StringComparison.Ordinal);
    }

    // The prologue of unoptimised code clears its frame, wide registers at a time.
    private static bool IsZeroOfFrame(in Instruction instruction)
    {
        bool isVector = instruction.Op0Register.IsVectorRegister() || instruction.Op1Register.IsVectorRegister();
        return isVector && (instruction.MemoryBase is Register.RBP or Register.RSP || instruction.Mnemonic is Mnemonic.Vxorps or Mnemonic.Xorps);
    }

    private string LabelOf(ulong at) => string.Create(CultureInfo.InvariantCulture, $"L{at - address:X2}");
}
