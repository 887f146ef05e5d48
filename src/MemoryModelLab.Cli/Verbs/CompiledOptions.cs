using System.CommandLine;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Rendering;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Hardware.MachineCode;

namespace MemoryModelLab.Cli.Verbs;

/// <summary>The options of <c>mml check --as-compiled</c>.</summary>
internal sealed class CompiledOptions
{
    private readonly Option<string?> asCompiled = new("--as-compiled")
    {
        Description = "Check the machine code the JIT makes of C# tests, for x64 or arm64, beside their source",
    };

    private readonly Option<bool> noLse = MachineCodeChoice.NoLseOption();

    private readonly Option<string> jit = MachineCodeChoice.JitOption();

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[asCompiled, noLse, jit]) command.Options.Add(option);
    }

    /// <summary>Whether the check is asked for.</summary>
    /// <exception cref="UsageException">Only an option of it is.</exception>
    public bool AreAsked(ParseResult parsed)
    {
        bool asked = parsed.GetValue(asCompiled) is not null;
        if (!asked && (parsed.GetValue(noLse) || parsed.GetResult(jit) is { Implicit: false })) throw new UsageException("--no-lse and --jit go with --as-compiled");
        return asked;
    }

    /// <summary>Does it.</summary>
    public ExitCode Run(ParseResult parsed, CommonOptions common, CancellationToken cancellation)
    {
        MachineCodeOptions code = MachineCodeChoice.Options("--as-compiled", parsed.GetValue(asCompiled)!, parsed.GetValue(jit)!, parsed.GetValue(noLse));
        IReadOnlyList<string> files = CompiledCheck.OfCSharp(TestFiles.Find(parsed.GetValue(common.Paths)!));
        TestReports show = common.Reports(parsed, files);
        try
        {
            var check = new CompiledCheck(code, common.ModelChoice(parsed), common.CheckOptions(parsed));
            InOrder.Run(check.Prepare(files, cancellation), Environment.ProcessorCount, report => report(cancellation), (_, report) => show.Add(report), cancellation);
        }
        catch (NotSupportedException e)
        {
            Console.Error.WriteLine($"mml: {e.Message}");
            Console.Error.WriteLine("Next: mml check <test> --as-compiled x64, mml doctor");
            return ExitCode.Unsupported;
        }

        return show.Finish(cancellation.IsCancellationRequested);
    }
}
