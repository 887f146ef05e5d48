using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models.Enumeration;
using MemoryModelLab.Models.Mapping;

namespace MemoryModelLab.Cli.Mapping;

/// <summary>What became of one test.</summary>
/// <param name="Name">The test's name.</param>
/// <param name="File">Its file; null for one that was generated.</param>
internal sealed record MappingReport(string Name, string? File)
{
    /// <summary>Why it was not checked: it could not be read.</summary>
    public string? Error { get; init; }

    /// <summary>Whether it was left alone because it is not of C#.</summary>
    public bool IsOfAnotherDialect { get; init; }

    /// <summary>The test as it was checked; null where it was not.</summary>
    public LitmusProgram? Program { get; init; }

    /// <summary>The result; null where it was not checked.</summary>
    public MappingResult? Result { get; init; }

    /// <summary>Checks a test.</summary>
    public static MappingReport Of(MappingInput input, MappingCheck check, CheckOptions options, CancellationToken cancellation)
    {
        var report = new MappingReport(input.Name, input.File);
        try
        {
            LitmusTest test = input.Parse();
            report = report with { Name = test.Name };
            if (test.Architecture != Architecture.CSharp) return report with { IsOfAnotherDialect = true };
            LitmusProgram program = LitmusLowering.Lower(test);
            return report with { Program = program, Result = check.Check(program, options, cancellation) };
        }
        catch (LitmusException e)
        {
            return report with { Error = e.Message };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return report with { Error = $"{input.File ?? input.Name}: {e.Message}" };
        }
    }

    /// <summary>The outcomes as a table of models, for one test alone.</summary>
    public TestReport AsTable(string language)
    {
        Answer[] answers = [new(language, Result!.Language), .. Result.Targets.Select(t => new Answer(t.Target.Name, t.Hardware))];
        var table = new OutcomeTable(Program!, answers, null);
        return new TestReport(File ?? Name) { Test = Program!.Test, Program = Program, Answers = answers, Outcomes = table.Rows, OmittedOutcomes = table.Omitted };
    }
}
