using System.CommandLine;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Hardware.MachineCode;

namespace MemoryModelLab.Cli.Verbs;

/// <summary>The options that say which machine code is meant.</summary>
internal static class MachineCodeChoice
{
    private static readonly Dictionary<string, TargetProcessor> Processors = new() { ["x64"] = TargetProcessor.X64, ["arm64"] = TargetProcessor.Arm64 };
    private static readonly Dictionary<string, JitMode> Modes = Enum.GetValues<JitMode>().ToDictionary(mode => mode.Name());

    public static Option<string> JitOption() => new("--jit") { Description = "How C# is compiled: tier0 (as first calls run), tier1 (fully optimised), r2r (ahead of time)", DefaultValueFactory = _ => "tier1" };

    public static Option<bool> NoLseOption() => new("--no-lse") { Description = "ARM64: for processors without atomic instructions (Armv8.0)" };

    /// <summary>The machine code that is meant.</summary>
    /// <param name="option">What the processor was given by.</param>
    /// <param name="processor">The processor.</param>
    /// <param name="jit">The mode.</param>
    /// <param name="noLse">Whether atomic instructions are left out.</param>
    /// <exception cref="UsageException">There is none such.</exception>
    public static MachineCodeOptions Options(string option, string processor, string jit, bool noLse)
    {
        TargetProcessor target = NamedValue.Of(option, processor, Processors);
        if (noLse && target != TargetProcessor.Arm64)
            throw new UsageException($"--no-lse leaves out atomic instructions that only some Arm processors have; it goes with {option} arm64, not with {processor}");
        return new MachineCodeOptions(target, Mode(jit), noLse);
    }

    /// <summary>The mode called <paramref name="name"/>.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static JitMode Mode(string name) => NamedValue.Of("--jit", name, Modes);

    /// <summary>What <paramref name="processor"/> is called.</summary>
    public static string NameOf(TargetProcessor processor) => Processors.First(entry => entry.Value == processor).Key;
}
