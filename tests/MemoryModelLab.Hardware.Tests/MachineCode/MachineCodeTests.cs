using MemoryModelLab.Hardware.MachineCode;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.Tests.MachineCode;

/// <summary>Compiles small C# tests.</summary>
internal static class MachineCodeTests
{
    public static LitmusProgram Program(string members, string condition, string init = "") =>
        LitmusLowering.Lower(LitmusParser.Parse($"CSharp T\n{{ {init} }}\n{members}\n{condition}\n", "t.litmus"));

    public static MachineCodeResult Compile(MachineCodeOptions options, string members, string condition) =>
        MachineCodeCompiler.Compile([Program(members, condition)], options, CancellationToken.None)[0];
}
