namespace MemoryModelLab.Litmus.Dialects.Assembly;

/// <summary>An operand of an instruction.</summary>
public abstract record AssemblyOperand
{
    private AssemblyOperand()
    {
    }

    /// <summary>A register, by its name in the dialect's usual case (<c>W0</c>, <c>eax</c>).</summary>
    public sealed record Register(string Name) : AssemblyOperand;

    /// <summary>A constant.</summary>
    public sealed record Immediate(long Value) : AssemblyOperand;

    /// <summary>The address of a location as a constant, <c>$x</c>.</summary>
    public sealed record AddressOf(string Location) : AssemblyOperand;

    /// <summary>A label, a condition or the option of a barrier.</summary>
    public sealed record Word(string Text) : AssemblyOperand;

    /// <summary>A branch target relative to the instruction itself, <c>.-8</c>, in bytes.</summary>
    public sealed record Relative(long Bytes) : AssemblyOperand;

    /// <summary>A shift or an extension of the operand in front, <c>LSL #2</c> or <c>SXTW</c>.</summary>
    public sealed record Modifier(string Kind, long? Amount) : AssemblyOperand;

    /// <summary>An AArch64 address, <c>[X1]</c>, <c>[X1,#8]!</c>, <c>[X1,W2,SXTW #2]</c>.</summary>
    /// <param name="Base">The base register's name.</param>
    /// <param name="Offset">An immediate, or a register; null for none.</param>
    /// <param name="Extend">How an offset register is extended or shifted; null when it is not.</param>
    /// <param name="WriteBack">Whether the base becomes the address.</param>
    public sealed record Memory(string Base, AssemblyOperand? Offset, Modifier? Extend, bool WriteBack) : AssemblyOperand;

    /// <summary>An x86 address, <c>(x)</c>, <c>[x]</c>, <c>8(%rax,%rbx,4)</c>.</summary>
    /// <param name="Location">The location's name; null for none.</param>
    /// <param name="Displacement">A number of bytes.</param>
    /// <param name="Base">The base register's name; null for none.</param>
    /// <param name="Index">The index register's name; null for none.</param>
    /// <param name="Scale">What the index is multiplied by.</param>
    /// <param name="Segment">The segment register's name as written; it changes nothing here; null for none.</param>
    public sealed record X86Memory(string? Location, long Displacement, string? Base, string? Index, long Scale, string? Segment) : AssemblyOperand;
}
