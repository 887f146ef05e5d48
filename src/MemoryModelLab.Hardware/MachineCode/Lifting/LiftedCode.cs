using MemoryModelLab.Litmus.Dialects.Assembly;

namespace MemoryModelLab.Hardware.MachineCode.Lifting;

/// <summary>A memory access of a thread, for comparing the code with its source.</summary>
/// <param name="Kind"><c>R</c>, <c>W</c>, or <c>U</c> for an atomic update.</param>
/// <param name="Place">The location's name; <c>field</c> for a field of an object.</param>
/// <param name="InLoop">Whether the thread may come by again.</param>
/// <param name="Offset">Where its instruction is; 0 in the source.</param>
internal readonly record struct Access(char Kind, string Place, bool InLoop, int Offset = 0)
{
    /// <summary>The place of a field of an object.</summary>
    public const string Field = "field";

    /// <summary>Whether it is an access of the source that the compiler may not move, such as a volatile one.</summary>
    public bool IsOrdered { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Place}";
}

/// <summary>
/// The code of a thread as it grows. Private memory (slots of the stack, results) becomes registers that the code does not use; until
/// these are known they have names that begin with <see cref="Placeholder"/>, and stand for all their views.
/// </summary>
internal sealed class LiftedCode
{
    /// <summary>What the names of registers begin with that are yet to be chosen.</summary>
    public const char Placeholder = '?';

    private readonly List<string> pending = [];
    private readonly List<AssemblyLine> lines = [];

    /// <summary>The lines.</summary>
    public IReadOnlyList<AssemblyLine> Lines => lines;

    /// <summary>The accesses, in order.</summary>
    public List<Access> Accesses { get; } = [];

    /// <summary>
    /// The placeholders of the registers that say whether a lock was free, or an exclusive store was done: 0 when so. Executions in which
    /// one is not are left out: the thread would only try again.
    /// </summary>
    public List<string> Attempts { get; } = [];

    /// <summary>The names of the lock objects used.</summary>
    public HashSet<string> LockObjects { get; } = new(StringComparer.Ordinal);

    /// <summary>The names of the objects allocated.</summary>
    public List<string> Objects { get; } = [];

    /// <summary>The offsets of accesses into objects.</summary>
    public HashSet<long> FieldOffsets { get; } = [];

    /// <summary>Puts a label in front of the next line.</summary>
    public void Mark(string label) => pending.Add(label);

    /// <summary>Adds an instruction.</summary>
    public void Add(string mnemonic, params IEnumerable<AssemblyOperand> operands) => Add(new AssemblyInstruction(default, mnemonic, [.. operands]));

    /// <summary>Adds an instruction.</summary>
    public void Add(AssemblyInstruction instruction)
    {
        lines.Add(new AssemblyLine(default, [.. pending], instruction));
        pending.Clear();
    }

    /// <summary>Ends the code: labels behind the last instruction stand alone, and a last return is left out.</summary>
    public void Finish(string @return)
    {
        if (pending.Count == 0 && lines is [.., { Instruction: { } last }] && last.Mnemonic == @return)
        {
            AssemblyLine line = lines[^1];
            lines.RemoveAt(lines.Count - 1);
            if (line.Labels.Count > 0) lines.Add(line with { Instruction = null });
        }

        if (pending.Count > 0) lines.Add(new AssemblyLine(default, [.. pending], null));
        pending.Clear();
    }

    /// <summary>Replaces the lines.</summary>
    public void Replace(IEnumerable<AssemblyLine> by)
    {
        AssemblyLine[] copy = [.. by];
        lines.Clear();
        lines.AddRange(copy);
    }
}
