namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>An instruction of compiled code.</summary>
/// <param name="Offset">Bytes from the start of the method.</param>
/// <param name="Text">The instruction as the manufacturer of the processor writes it, with names for the runtime's addresses.</param>
public sealed record MachineInstruction(int Offset, string Text)
{
    /// <summary>The label that branches of the method name it by; null when none comes here.</summary>
    public string? Label { get; init; }

    /// <summary>The instruction in the syntax of litmus tests; null for one that means nothing there, such as a call.</summary>
    public string? Code { get; init; }

    /// <summary>What it calls: the name of a method or of a helper of the runtime, <c>?</c> when it is not known; null for no call.</summary>
    public string? Calls { get; init; }

    /// <summary>The class it loads the handle of, for an allocation to follow; null for none.</summary>
    public string? LoadsType { get; init; }

    /// <summary>The register it loads that handle into, whole; null for none.</summary>
    public string? LoadsTypeInto { get; init; }

    /// <summary>The bytes it reads or writes in memory; 0 for none, or where they do not matter.</summary>
    public int MemoryBytes { get; init; }

    /// <summary>The statement it was compiled from; null when it is of none, or the compiler does not say.</summary>
    public Statement? Statement { get; init; }
}

/// <summary>A thread as machine code.</summary>
/// <param name="Body">The thread.</param>
/// <param name="Instructions">Its instructions, those that can be reached from its start, in the order of their addresses.</param>
internal sealed record MachineBody(PlainBody Body, IReadOnlyList<MachineInstruction> Instructions)
{
    /// <summary>Why no instruction has a statement, as a sentence; null when they have.</summary>
    public string? WithoutStatements { get; init; }
}
