using System.Text.Json.Serialization;

namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>How the threads of a C# test are compiled.</summary>
public enum JitMode
{
    /// <summary>As a method's first calls run: quickly compiled, not optimised.</summary>
    [JsonStringEnumMemberName("tier0")]
    Tier0,

    /// <summary>Fully optimised, as a method runs after some dozen calls.</summary>
    [JsonStringEnumMemberName("tier1")]
    Tier1,

    /// <summary>Optimised ahead of time into a ReadyToRun image, each assembly by itself.</summary>
    [JsonStringEnumMemberName("r2r")]
    ReadyToRun,
}

/// <summary>The names of the modes, as commands and results files have them.</summary>
public static class JitModes
{
    /// <summary>The mode's name: <c>tier0</c>, <c>tier1</c> or <c>r2r</c>.</summary>
    public static string Name(this JitMode mode) => mode switch
    {
        JitMode.Tier0 => "tier0",
        JitMode.Tier1 => "tier1",
        _ => "r2r",
    };
}

/// <summary>The processor that machine code is for.</summary>
public enum TargetProcessor
{
    /// <summary>x86-64.</summary>
    X64,

    /// <summary>Armv8-A in its 64-bit state.</summary>
    Arm64,
}
