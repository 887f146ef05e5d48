using System.CommandLine;
using System.Runtime.InteropServices;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Hardware;
using MemoryModelLab.Models;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml doctor</c>: what this machine can do for the lab.</summary>
internal static class DoctorVerb
{
    public static Command Create()
    {
        var command = new Command("doctor", "What this machine can do.\n\n  mml doctor");
        Option<string?> json = CommonOptions.JsonOption();
        command.Options.Add(json);
        command.SetAction(parsed => (int)Examine(parsed.GetValue(json)));
        return command;
    }

    private static ExitCode Examine(string? json)
    {
        var machine = new JsonCatalogue.Machine(
            "mml/doctor/1",
            RuntimeInformation.OSDescription,
            RuntimeInformation.ProcessArchitecture.ToString(),
            Environment.ProcessorCount,
            RuntimeInformation.FrameworkDescription,
            ModelChoice.HostModel,
            OperatingSystem.IsLinux() || OperatingSystem.IsWindows(),
            [.. Enum.GetValues<Litmus.Architecture>().Where(HardwareRunner.Runs).Select(architecture => architecture.ToString())],
            Enum.GetNames<Litmus.Architecture>(),
            MemoryModel.BuiltInNames);
        if (json is not null) JsonCatalogue.Write(json, machine);
        if (json != "-") Print(machine);
        Output.Flush();
        return machine.Cores < 2 ? ExitCode.Unsupported : ExitCode.Pass;
    }

    private static void Print(JsonCatalogue.Machine machine)
    {
        Output.Line($"system      {machine.System}");
        Output.Line($"processor   {machine.Processor}, {machine.Cores} logical {(machine.Cores == 1 ? "core" : "cores")} for this process");
        Output.Line($"runtime     {machine.Runtime}");
        Output.Line($"host model  {machine.HostModel ?? "none: outcomes are judged by the .NET memory model only"}");
        Output.Line($"threads     {(machine.BindsThreads ? "are bound to cores" : "are not bound to cores on this system; rare outcomes will be rarer")}");
        Output.Line($"runs        {string.Join(", ", machine.Runs)}");
        Output.Line($"checks      {string.Join(", ", machine.Checks)}");
        Output.Line($"models      {string.Join(", ", machine.Models)}");
        if (machine.Cores < 2) Output.Line("One core only: threads take turns, so no test will show what two cores do.");
        Output.Line("Next: mml run litmus/classic");
    }
}
