using MemoryModelLab.Litmus.Lowering;

namespace MemoryModelLab.Litmus.Dialects.Assembly;

/// <summary>The branch targets of a thread: its labels, and its instructions by number for relative targets.</summary>
internal sealed class CodeLabels
{
    private const long CodeBase = 0x2000_0000_0000;

    private readonly Dictionary<string, int> named = [];
    private readonly int[] instructions;
    private readonly SortedSet<int> addressTaken = [];
    private readonly ThreadBuilder builder;

    /// <summary>Makes a label for every line that can be branched to.</summary>
    public CodeLabels(AssemblyThread thread, ThreadBuilder builder)
    {
        this.builder = builder;
        var starts = new List<int>();
        int next = builder.NewLabel();
        foreach (AssemblyLine line in thread.Lines)
        {
            foreach (string name in line.Labels)
            {
                if (!named.TryAdd(name, next)) throw new LitmusException(line.Origin.Position, $"the label {name} is defined twice in this thread");
            }

            if (line.Instruction is null) continue;
            starts.Add(next);
            next = builder.NewLabel();
        }

        instructions = [.. starts, next];
    }

    /// <summary>Says that the next op is the first of instruction <paramref name="number"/>; the count of instructions is the thread's end.</summary>
    public void Place(int number) => builder.Place(instructions[number]);

    /// <summary>The label behind the last instruction.</summary>
    public int End => instructions[^1];

    /// <summary>
    /// The address of a label of this thread, as a number that no location and no test uses. Only such labels, and those behind calls,
    /// are the targets of indirect branches; call this for all of them before <see cref="Targets"/>.
    /// </summary>
    public long AddressOf(int label)
    {
        addressTaken.Add(label);
        return CodeBase + label;
    }

    /// <summary>The labels whose address was taken, with their addresses.</summary>
    public IEnumerable<(long Address, int Label)> Targets => addressTaken.Select(label => (CodeBase + label, label));

    /// <summary>The label in front of instruction <paramref name="number"/>.</summary>
    public int Before(int number) => instructions[number];

    /// <summary>The label that instruction <paramref name="number"/> branches to.</summary>
    /// <param name="target">A label's name, or a distance in bytes, four to an instruction.</param>
    /// <param name="number">The number of the branch itself.</param>
    /// <param name="instruction">The branch.</param>
    public int Resolve(AssemblyOperand target, int number, AssemblyInstruction instruction)
    {
        const int instructionSize = 4;
        switch (target)
        {
            case AssemblyOperand.Word word:
                return named.TryGetValue(word.Text, out int label)
                    ? label
                    : throw new LitmusException(instruction.Origin.Position, $"the label {word.Text} is not defined in this thread");
            case AssemblyOperand.Relative relative:
                long distance = relative.Bytes / instructionSize;
                bool inside = relative.Bytes % instructionSize == 0 && distance >= -number && distance <= instructions.Length - 1 - number;
                return inside
                    ? instructions[number + distance]
                    : throw new LitmusException(instruction.Origin.Position, $"the target .{relative.Bytes:+0;-0;+0} is no instruction of this thread");
            default:
                throw new LitmusException(instruction.Origin.Position, $"{instruction.Mnemonic} branches to a label, expected its name");
        }
    }
}
