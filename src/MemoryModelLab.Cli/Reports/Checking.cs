using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Hardware.AttributeTests;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Reports;

/// <summary>Asks models about tests and says what should not be.</summary>
internal static class Checking
{
    private const int MostViolations = 20;

    /// <summary>Reads a test and asks the models about it.</summary>
    public static TestReport Check(string path, ModelChoice models, CheckOptions options, Questions questions, CancellationToken cancellation)
    {
        try
        {
            LitmusTest test = questions.AskedOf(TestFiles.ParseToRun(path));
            LitmusProgram program = LitmusLowering.Lower(test);
            if (AttributeTranslation.WhyNotChecked(test) is { } why) return new TestReport(path) { Test = test, Program = program, NotChecked = why };
            Answer[] answers = [.. models.For(test.Architecture).Select(m => Ask(program, m, options, cancellation))];
            var table = new OutcomeTable(program, answers, null);
            return new TestReport(path)
            {
                Test = test,
                Program = program,
                Answers = answers,
                Outcomes = table.Rows,
                OmittedOutcomes = table.Omitted,
                Drawn = options.KeepWitnesses ? Questions.Draw(program, models.For(test.Architecture), answers, options, cancellation) : null,
                Difference = questions.Compare(program, models, options, cancellation),
                Explanations = [.. questions.Explain(program, models.For(test.Architecture), options, cancellation)],
                Violations = [.. answers.Where(a => a.Model == "dotnet").SelectMany(table.ForbiddenButAllowed).Take(MostViolations)
                    .Select(state => $"{state} is graded forbidden, but the .NET memory model allows it")],
            };
        }
        catch (LitmusException e)
        {
            return new TestReport(path) { Error = e.Message };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new TestReport(path) { Error = $"{path}: {e.Message}" };
        }
    }

    /// <summary>Reads a test and asks the models about it; a test they cannot be asked about is an error.</summary>
    public static TestReport CheckOnly(string path, ModelChoice models, CheckOptions options, Questions questions, CancellationToken cancellation)
    {
        TestReport report = Check(path, models, options, questions, cancellation);
        return report.NotChecked is { } why ? new TestReport(path) { Error = $"{path}: this test is run only: {why}" } : report;
    }

    /// <summary>Asks one model.</summary>
    public static Answer Ask(LitmusProgram program, MemoryModel model, CheckOptions options, CancellationToken cancellation) =>
        new(model.Name, ModelChecker.Check(program, model, options, cancellation));
}
