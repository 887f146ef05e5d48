namespace MemoryModelLab.Litmus.Programs;

/// <summary>A register of the thread, or a constant.</summary>
public readonly record struct Operand
{
    private Operand(int register, long value) => (Register, Value) = (register, value);

    /// <summary>The register's index in <see cref="ThreadProgram.Registers"/>; -1 for a constant.</summary>
    public int Register { get; }

    /// <summary>The constant; meaningless for a register.</summary>
    public long Value { get; }

    /// <summary>Whether this is a constant.</summary>
    public bool IsConstant => Register < 0;

    /// <summary>The register with index <paramref name="register"/>.</summary>
    public static Operand Reg(int register) => new(register, 0);

    /// <summary>The constant <paramref name="value"/>; an address is a constant of <see cref="AddressSpace"/>.</summary>
    public static Operand Const(long value) => new(-1, value);
}
