using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Mapping;
using MemoryModelLab.Models;
using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Mapping;

namespace MemoryModelLab.Cli.Mapping;

/// <summary><c>mml check --mapping</c>: the code .NET emits against the .NET memory model.</summary>
internal static class MappingRun
{
    /// <summary>Checks the C# tests behind <paramref name="names"/>, all in the library when there are none, and <paramref name="generated"/> generated ones.</summary>
    public static ExitCode Run(
        string[] names, int generated, ModelChoice models, bool freedom, string? json, CheckOptions options, CancellationToken cancellation)
    {
        if (names.Length == 0) names = [TestFiles.Library ?? throw new UsageException("there is no folder ./litmus; name tests or folders")];
        IReadOnlyList<string> files = TestFiles.Find(names);
        var check = new MappingCheck(Language(models), CompilationTarget.Supported);
        var reports = new MappingReports(check, generated == 0 && TestFiles.IsSingle(names, files), freedom, json);
        IReadOnlyList<MappingInput> inputs = [.. files.Select(MappingInput.OfFile), .. MappingInput.Generated(generated)];
        InOrder.Run(inputs, Environment.ProcessorCount, input => MappingReport.Of(input, check, options, cancellation), (_, report) => reports.Add(report), cancellation);
        return reports.Finish(cancellation.IsCancellationRequested);
    }

    private static MemoryModel Language(ModelChoice models)
    {
        if (models.Chosen.Count > 1) throw new UsageException("--mapping verifies one model of the language; name one with --model or --cat");
        if (models.Chosen is not [MemoryModel chosen]) return models.BuiltIn("dotnet");
        if (chosen.Target is not null and not Architecture.CSharp) throw new UsageException($"--mapping verifies a model of C#, and {chosen.Name} is one of {chosen.Target}");
        return chosen;
    }
}
