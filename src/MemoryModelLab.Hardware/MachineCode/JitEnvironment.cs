namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>
/// The settings of the runtime that keep code as a mode compiles it. They are read once, when a process starts, so a run in such a mode takes
/// a process of its own (dotnet/runtime, src/coreclr/inc/clrconfignames.h).
/// </summary>
public static class JitEnvironment
{
    /// <summary>The environment variables to start a process with.</summary>
    public static IReadOnlyDictionary<string, string> For(JitMode mode) => mode switch
    {
        // Calls are never counted, so no method is ever due for better code; and loops are not replaced while they run.
        JitMode.Tier0 => new Dictionary<string, string>
        {
            ["DOTNET_TieredCompilation"] = "1",
            ["DOTNET_TC_QuickJitForLoops"] = "1",
            ["DOTNET_TC_CallCountingDelayMs"] = "7FFFFFFF",
            ["DOTNET_OSR_HitLimit"] = "7FFFFFFF",
        },

        // Code from images is used, and is never replaced by better.
        JitMode.ReadyToRun => new Dictionary<string, string> { ["DOTNET_TieredCompilation"] = "0", ["DOTNET_ReadyToRun"] = "1" },
        _ => new Dictionary<string, string>(),
    };

    /// <summary>Whether this process was started so.</summary>
    public static bool Holds(JitMode mode) => For(mode).All(setting => Environment.GetEnvironmentVariable(setting.Key) == setting.Value);
}
