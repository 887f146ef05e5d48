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
    private static readonly TimeSpan ControlTime = TimeSpan.FromSeconds(0.3);

    public static Command Create()
    {
        var command = new Command("doctor", "What this machine can do.\n\n  mml doctor");
        Option<string?> json = CommonOptions.JsonOption();
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) => Task.FromResult((int)Examine(parsed.GetValue(json), cancellation)));
        return command;
    }

    private static ExitCode Examine(string? json, CancellationToken cancellation)
    {
        TextFile.Prepare("--json", json);
        var host = HostReport.Examine(ControlTime, cancellation);
        var machine = new JsonCatalogue.Machine(
            "mml/doctor/1",
            RuntimeInformation.OSDescription,
            RuntimeInformation.ProcessArchitecture.ToString(),
            Environment.ProcessorCount,
            RuntimeInformation.FrameworkDescription,
            ModelChoice.HostModel,
            host.Binds,
            [.. Enum.GetValues<Litmus.Architecture>().Where(HardwareRunner.Runs).Select(architecture => architecture.ToString())],
            Enum.GetNames<Litmus.Architecture>(),
            MemoryModel.BuiltInNames,
            host.Topology.HasHardwareThreads,
            host.Topology.Packages,
            [.. host.Topology.Caches.Select(cache => new JsonCatalogue.CacheLine(cache.Level, cache.Kind, cache.Size, cache.Processors.Count))],
            host.IsVirtual,
            [.. host.Controls.Select(control => new JsonCatalogue.ControlLine(control.Name, control.Iterations, control.Seen, control.Expected))]);
        if (json is not null) JsonCatalogue.Write(json, machine);
        if (json != "-") Print(machine);
        Output.Flush();
        if (host.Controls.Any(control => control is { Expected: false, Seen: > 0 })) return ExitCode.Violation;
        if (cancellation.IsCancellationRequested) return ExitCode.Interrupted;
        return machine.Cores < 2 ? ExitCode.Unsupported : ExitCode.Pass;
    }

    private static void Print(JsonCatalogue.Machine machine)
    {
        Output.Line($"system      {machine.System}");
        Output.Line($"processor   {machine.Processor}, {machine.Cores} logical {(machine.Cores == 1 ? "core" : "cores")} for this process{Layout(machine)}");
        if (machine.Caches.Count > 0) Output.Line($"caches      {string.Join(", ", machine.Caches.Select(Cache))}");
        if (machine.Virtual == true) Output.Line("virtual     yes: the hypervisor may take a core away at any time, which makes outcomes that need both rarer");
        if (machine.Virtual == false) Output.Line("virtual     no");
        Output.Line($"runtime     {machine.Runtime}");
        Output.Line($"host model  {machine.HostModel ?? "none: outcomes are judged by the .NET memory model only"}");
        Output.Line($"threads     {(machine.BindsThreads ? "are bound to cores (tried)" : "are not bound to cores on this system; rare outcomes will be rarer")}");
        Output.Line($"runs        {string.Join(", ", machine.Runs)}");
        Output.Line($"checks      {string.Join(", ", machine.Checks)}");
        Output.Line($"models      {string.Join(", ", machine.Models)}");
        foreach (JsonCatalogue.ControlLine control in machine.Controls) Output.Line(Control(control));
        if (machine.Cores < 2) Output.Line("One core only: threads take turns, so no test will show what two cores do.");
        Output.Line("Next: mml run litmus/classic");
    }

    private static string Layout(JsonCatalogue.Machine machine) => (machine.HardwareThreads, machine.Sockets) switch
    {
        (true, > 1) => $", hardware threads that share cores, {machine.Sockets} sockets",
        (true, _) => ", hardware threads that share cores",
        (_, > 1) => $", {machine.Sockets} sockets",
        _ => "",
    };

    private static string Cache(JsonCatalogue.CacheLine cache) =>
        $"L{cache.Level} {cache.Kind.ToLowerInvariant()} {cache.Size}{(cache.SharedBy > 1 ? $" for {cache.SharedBy}" : "")}";

    private static string Control(JsonCatalogue.ControlLine control)
    {
        string seen = $"control     {control.Name}: {control.Seen:N0} of {control.Iterations:N0}";
        return (control.Expected, control.Seen > 0) switch
        {
            (true, true) => $"{seen}, seen as it should be: this host shows store buffers at work",
            (true, false) => $"{seen}, not seen: this host, as busy as it is now, shows less than others",
            (false, false) => $"{seen}, not seen as it should be",
            (false, true) => $"{seen}, SEEN: no processor may do this; do not trust what is run here",
        };
    }
}
