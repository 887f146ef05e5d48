namespace MemoryModelLab.Litmus;

/// <summary>The language of a litmus test's thread bodies, as the first word of the file names it.</summary>
public enum Architecture
{
    /// <summary>32-bit x86 assembly in herd's upper-case Intel operand order.</summary>
    X86,

    /// <summary>64-bit x86 assembly, AT&amp;T syntax as herd writes it.</summary>
    X86_64,

    /// <summary>Armv8-A 64-bit assembly.</summary>
    AArch64,

    /// <summary>C11 with atomics, as herd reads it.</summary>
    C,

    /// <summary>Real C#, compiled as it stands for the hardware run.</summary>
    CSharp,
}
