using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Rendering;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Tests.Rendering.Svg;

/// <summary>Executions to draw.</summary>
internal static class Executions
{
    /// <summary>Tests of the library that together have all shapes and kinds of edges.</summary>
    public static readonly string[] Tests =
    [
        "x64/SB", "csharp/MP", "aarch64/LB", "aarch64/IRIW", "aarch64/2+2W", "aarch64/ISA2", "aarch64/R", "csharp/INC+interlocked",
        "aarch64/INC+ldxr-stxrs", "c11/INC+rmw.rlxs", "aarch64/MP+dmb.sy+data-rfi-addr", "aarch64/MP+dmb.sy+ctrlisb", "c11/MP+fence.rel+fence.acq",
    ];

    /// <summary>An execution of a test below litmus/classic, under a model that allows its condition.</summary>
    public static ExecutionGraph Of(string test, string model) => OfText(File.ReadAllText(Path.Combine(Mml.Repository, "litmus", "classic", $"{test}.litmus")), model);

    public static ExecutionGraph OfText(string text, string model)
    {
        LitmusProgram program = LitmusLowering.Lower(LitmusParser.Parse(text, "t.litmus"));
        Answer answer = Checking.Ask(program, new ModelChoice([], []).BuiltIn(model), new CheckOptions { KeepWitnesses = true }, CancellationToken.None);
        IReadOnlyList<FinalState> states = answer.Result.States;
        return (states.FirstOrDefault(s => s.Satisfies) ?? states[0]).Witness!;
    }

    /// <summary>The picture of an execution under the weakest model that has all dialects.</summary>
    public static PictureContent Content(string test) =>
        new(test, ["a model allows this"], Of(test, test.StartsWith("x64", StringComparison.Ordinal) ? "x86-tso" : test.StartsWith("c11", StringComparison.Ordinal) ? "rc11" : "arm64"));
}
