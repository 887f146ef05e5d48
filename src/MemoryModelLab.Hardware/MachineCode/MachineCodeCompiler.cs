using System.Runtime.InteropServices;
using MemoryModelLab.Litmus.Programs;

namespace MemoryModelLab.Hardware.MachineCode;

/// <summary>The machine code of C# tests, many of them at once.</summary>
public static class MachineCodeCompiler
{
    /// <summary>Why this machine cannot compile for <paramref name="target"/>, as a sentence; null when it can.</summary>
    public static string? WhyNot(TargetProcessor target) => target == TargetProcessor.X64
        ? RuntimeInformation.ProcessArchitecture == Architecture.X64 ? null : "the x64 code of the JIT is read on x64 machines only; --arch arm64 works here"
        : Crossgen.Find() is null ? Crossgen.HowToGet : null;

    /// <summary>Why this machine cannot compile ahead of time, as a sentence; null when it can.</summary>
    public static string? WhyNotPrecompiled => Crossgen.Find() is null ? Crossgen.HowToGet : null;

    /// <summary>Compiles the threads of <paramref name="programs"/>.</summary>
    /// <param name="programs">C# tests, lowered.</param>
    /// <param name="options">For which processor, and how.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>For each test its code, or why there is none.</returns>
    /// <exception cref="NotSupportedException">This machine cannot compile for that processor; the message says why.</exception>
    public static IReadOnlyList<MachineCodeResult> Compile(IReadOnlyList<LitmusProgram> programs, MachineCodeOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(programs);
        ArgumentNullException.ThrowIfNull(options);
        bool inProcess = options.Target == TargetProcessor.X64 && options.Mode != JitMode.ReadyToRun;
        if (inProcess && WhyNot(TargetProcessor.X64) is { } reason) throw new NotSupportedException(reason);
        if (options is { Target: TargetProcessor.Arm64, Mode: JitMode.Tier0 }) throw new NotSupportedException("the code of an ARM64 method's first calls is made on ARM64 machines only; --jit tier1 and --jit r2r work here");
        if (!inProcess && Crossgen.Find() is null) throw new NotSupportedException(Crossgen.HowToGet);

        PlainAssembly assembly = PlainAssembly.Compile(programs, options.Mode == JitMode.Tier1 && !inProcess ? JitMode.ReadyToRun : options.Mode);
        IReadOnlyList<MachineTest> tests = inProcess ? JitCode.Compile(assembly, options.Mode, cancellation) : ReadyToRunCode.Compile(assembly, options, cancellation);
        return [.. tests.Select((test, index) => new MachineCodeResult { Program = programs[index], Problem = test.Problem, Bodies = test.Bodies, Options = options })];
    }
}

/// <summary>The machine code of a test, or why there is none.</summary>
public sealed record MachineCodeResult
{
    /// <summary>The test.</summary>
    public required LitmusProgram Program { get; init; }

    /// <summary>What it was compiled for.</summary>
    public required MachineCodeOptions Options { get; init; }

    /// <summary>Why there is no code, as a sentence; null when there is.</summary>
    public string? Problem { get; init; }

    /// <summary>The instructions of each thread; empty when there is no code.</summary>
    public IReadOnlyList<IReadOnlyList<MachineInstruction>> Threads => [.. Bodies.Select(body => body.Instructions)];

    /// <summary>For each thread, why its instructions have no statements, as a sentence; null when they have.</summary>
    public IReadOnlyList<string?> WithoutStatements => [.. Bodies.Select(body => body.WithoutStatements)];

    internal IReadOnlyList<MachineBody> Bodies { get; init; } = [];
}
