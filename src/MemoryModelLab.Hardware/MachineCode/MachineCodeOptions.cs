namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>What machine code is asked for.</summary>
/// <param name="Target">The processor.</param>
/// <param name="Mode">How it is compiled.</param>
/// <param name="BaseInstructionsOnly">
/// ARM64 only: for processors of Armv8.0, without the atomic instructions (FEAT_LSE) and without LDAPR (FEAT_LRCPC), such as Cortex-A72.
/// </param>
public sealed record MachineCodeOptions(TargetProcessor Target, JitMode Mode = JitMode.Tier1, bool BaseInstructionsOnly = false);
