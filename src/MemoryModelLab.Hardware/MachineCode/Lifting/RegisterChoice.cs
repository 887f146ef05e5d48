using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Dialects.Assembly;

namespace MemoryModelLab.Hardware.MachineCode.Lifting;

/// <summary>Gives the placeholders of a thread registers that its code does not use.</summary>
internal sealed class RegisterChoice
{
    // Not among them: the stack pointer, and what a call by itself would change on ARM64 (X16 to X18, X29, X30).
    private static readonly string[] Arm64 = [.. Enumerable.Range(19, 10).Select(number => $"X{number}"), .. Enumerable.Range(0, 16).Select(number => $"X{number}")];
    private static readonly string[] X64 = [.. Enumerable.Range(8, 8).Reverse().Select(number => $"r{number}"), .. X64Registers.All.Where(name => name is not "rsp" && name[1] is not ('8' or '9' or '1'))];

    private readonly Architecture architecture;
    private readonly Dictionary<string, string> chosen = new(StringComparer.Ordinal);
    private readonly Queue<string> free;

    /// <summary>Chooses for <paramref name="code"/>, whose parameters are in <paramref name="parameters"/>.</summary>
    public RegisterChoice(LiftedCode code, Architecture architecture, IEnumerable<string> parameters)
    {
        this.architecture = architecture;
        HashSet<string> used = [.. parameters, .. code.Lines.SelectMany(line => line.Instruction?.Operands ?? []).SelectMany(Registers).Select(Whole)];
        if (architecture == Architecture.X86_64) used.Add("rax");
        free = new Queue<string>((architecture == Architecture.X86_64 ? X64 : Arm64).Where(register => !used.Contains(register)));
    }

    /// <summary>The register that <paramref name="placeholder"/> is, by its whole name.</summary>
    /// <exception cref="NotSupportedException">There are none left.</exception>
    public string Of(string placeholder)
    {
        if (chosen.TryGetValue(placeholder, out string? register)) return register;
        if (!free.TryDequeue(out register)) throw new NotSupportedException("a thread is not lifted: it keeps more on the stack than there are registers");
        chosen.Add(placeholder, register);
        return register;
    }

    /// <summary>Puts the chosen registers into <paramref name="code"/>; what is kept but never used is left out.</summary>
    public void Apply(LiftedCode code)
    {
        HashSet<string> read = [.. code.Lines.SelectMany(Read)];
        var lines = new List<AssemblyLine>();
        var labels = new List<string>();
        foreach (AssemblyLine line in code.Lines)
        {
            labels.AddRange(line.Labels);
            if (line.Instruction is { } instruction && WrittenSlot(instruction) is { } slot && !read.Contains(slot)) continue;
            lines.Add(new AssemblyLine(default, [.. labels], line.Instruction is { } kept ? kept with { Operands = [.. kept.Operands.Select(Replace)] } : null));
            labels.Clear();
        }

        if (labels.Count > 0) lines.Add(new AssemblyLine(default, [.. labels], null));
        code.Replace(lines);
    }

    private static IEnumerable<string> Registers(AssemblyOperand operand) => operand switch
    {
        AssemblyOperand.Register register => [register.Name],
        AssemblyOperand.Memory memory => memory.Offset is AssemblyOperand.Register offset ? [memory.Base, offset.Name] : [memory.Base],
        AssemblyOperand.X86Memory memory => ((string?[])[memory.Base, memory.Index]).OfType<string>(),
        _ => [],
    };

    private string Whole(string name) => architecture == Architecture.X86_64 ? X64Registers.Whole(name) : name is ['W', .. var number] ? $"X{number}" : name;

    private static string? PlaceholderOf(AssemblyOperand operand)
    {
        if (operand is not AssemblyOperand.Register { Name: var name }) return null;
        int start = name.IndexOf(LiftedCode.Placeholder, StringComparison.Ordinal);
        if (start < 0) return null;
        int end = name.IndexOf(':', StringComparison.Ordinal);
        return end < 0 ? name[start..] : name[start..end];
    }

    // A move to a slot of the stack; the results and the locks are read by the final state.
    private string? WrittenSlot(AssemblyInstruction instruction)
    {
        bool isX64 = architecture == Architecture.X86_64;
        if (isX64 ? !instruction.Mnemonic.StartsWith("mov", StringComparison.Ordinal) : instruction.Mnemonic != "MOV") return null;
        return PlaceholderOf(instruction.Operands[isX64 ? ^1 : 0]) is { } name && name.StartsWith($"{LiftedCode.Placeholder}stack", StringComparison.Ordinal) ? name : null;
    }

    private IEnumerable<string> Read(AssemblyLine line)
    {
        if (line.Instruction is not { } instruction) return [];
        IEnumerable<AssemblyOperand> operands = WrittenSlot(instruction) is null ? instruction.Operands : architecture == Architecture.X86_64 ? instruction.Operands.SkipLast(1) : instruction.Operands.Skip(1);
        return operands.Select(PlaceholderOf).OfType<string>();
    }

    private AssemblyOperand Replace(AssemblyOperand operand)
    {
        if (PlaceholderOf(operand) is not { } placeholder) return operand;
        string name = ((AssemblyOperand.Register)operand).Name, register = Of(placeholder);
        return new AssemblyOperand.Register(architecture == Architecture.X86_64
            ? X64Registers.View(register, int.Parse(name.AsSpan(name.IndexOf(':', StringComparison.Ordinal) + 1), System.Globalization.CultureInfo.InvariantCulture))
            : name[0] + register[1..]);
    }
}
