using System.CommandLine;
using System.Runtime;
using System.Runtime.InteropServices;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Models;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml doctor</c>: what this machine can do for the lab.</summary>
internal static class DoctorVerb
{
    public static Command Create()
    {
        var command = new Command("doctor", "What this machine can do.\n\n  mml doctor");
        command.SetAction(_ => (int)Examine());
        return command;
    }

    private static ExitCode Examine()
    {
        int cores = Environment.ProcessorCount;
        string? model = ModelChoice.HostModel;
        bool binds = OperatingSystem.IsLinux() || OperatingSystem.IsWindows();
        Output.Line($"system      {RuntimeInformation.OSDescription}");
        Output.Line($"processor   {RuntimeInformation.ProcessArchitecture}, {cores} logical {(cores == 1 ? "core" : "cores")} for this process");
        Output.Line($"runtime     {RuntimeInformation.FrameworkDescription}, {(GCSettings.IsServerGC ? "server" : "workstation")} collector");
        Output.Line($"host model  {model ?? "none: outcomes are judged by the .NET memory model only"}");
        Output.Line($"threads     {(binds ? "are bound to cores" : "are not bound to cores on this system; rare outcomes will be rarer")}");
        Output.Line("runs        CSharp");
        Output.Line("checks      CSharp, X86, X86_64, AArch64, C");
        Output.Line($"models      {string.Join(", ", MemoryModel.BuiltInNames)}");
        if (cores < 2) Output.Line("One core only: threads take turns, so no test will show what two cores do.");
        Output.Line("Next: mml run litmus/classic");
        Output.Flush();
        return cores < 2 ? ExitCode.Unsupported : ExitCode.Pass;
    }
}
