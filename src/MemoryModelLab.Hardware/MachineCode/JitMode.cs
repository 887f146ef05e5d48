namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>How the threads of a C# test are compiled.</summary>
public enum JitMode
{
    /// <summary>As a method's first calls run: quickly compiled, not optimised.</summary>
    Tier0,

    /// <summary>Fully optimised, as a method runs after some dozen calls.</summary>
    Tier1,

    /// <summary>Optimised ahead of time into a ReadyToRun image, each assembly by itself.</summary>
    ReadyToRun,
}

/// <summary>The processor that machine code is for.</summary>
public enum TargetProcessor
{
    /// <summary>x86-64.</summary>
    X64,

    /// <summary>Armv8-A in its 64-bit state.</summary>
    Arm64,
}
