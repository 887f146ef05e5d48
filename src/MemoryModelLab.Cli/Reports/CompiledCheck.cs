using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Hardware.MachineCode;
using MemoryModelLab.Hardware.MachineCode.Lifting;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Models;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Reports;

/// <summary>
/// Asks what C# tests may do as compiled: their machine code is a litmus test of its own, checked under the processor's model, and its
/// outcomes stand beside those the models allow the source.
/// </summary>
internal sealed class CompiledCheck(MachineCodeOptions code, ModelChoice models, CheckOptions options)
{
    /// <summary>Of <paramref name="files"/> those with a C# test, and those that cannot be read; all when there is no C# test among them.</summary>
    public static IReadOnlyList<string> OfCSharp(IReadOnlyList<string> files)
    {
        string[] chosen = [.. files.Where(IsCSharp)];
        return chosen.Length > 0 ? chosen : files;

        static bool IsCSharp(string file)
        {
            try
            {
                return TestFiles.ParseToRun(file).Architecture == Architecture.CSharp;
            }
            catch (LitmusException)
            {
                return true; // will be told when it is checked
            }
        }
    }

    /// <summary>Reads and compiles the tests, all at once.</summary>
    /// <returns>A way to a report for each.</returns>
    /// <exception cref="NotSupportedException">This machine cannot compile for the processor.</exception>
    public IReadOnlyList<Func<CancellationToken, TestReport>> Prepare(IReadOnlyList<string> files, CancellationToken cancellation)
    {
        var programs = new List<LitmusProgram>();
        var reports = new List<Func<CancellationToken, TestReport>>();
        IReadOnlyList<MachineCodeResult> results = [];
        foreach (string file in files)
        {
            try
            {
                LitmusTest test = TestFiles.Parse(file);
                if (test.Architecture != Architecture.CSharp)
                {
                    reports.Add(_ => new TestReport(file) { Error = $"{file}: a test in {test.Architecture} is not compiled; --as-compiled is for C#" });
                    continue;
                }

                int index = programs.Count;
                programs.Add(LitmusLowering.Lower(test));
                reports.Add(token => Check(file, results[index], token));
            }
            catch (LitmusException e)
            {
                reports.Add(_ => new TestReport(file) { Error = e.Message });
            }
        }

        if (programs.Count > 0) results = MachineCodeCompiler.Compile(programs, code, cancellation);
        return reports;
    }

    private TestReport Check(string path, MachineCodeResult compiled, CancellationToken cancellation)
    {
        LitmusProgram source = compiled.Program;
        MemoryModel processor = models.BuiltIn(compiled.Options.Target == TargetProcessor.Arm64 ? "arm64" : "x86-tso");
        Answer[] answers = [.. Sources(processor).Select(model => Checking.Ask(source, model, options, cancellation))];
        string? problem = null;
        IReadOnlyList<string> effects = [];
        try
        {
            LiftedTest lifted = TestLifter.Lift(compiled);
            effects = lifted.Effects;
            CheckResult result = ModelChecker.Check(lifted.Program, processor, options, cancellation);
            answers = [.. answers, new Answer($"{processor.Name}-as-compiled", StateTranslation.Of(result, source, lifted.StateOfSource))];
        }
        catch (Exception e) when (e is NotSupportedException or LitmusException)
        {
            problem = e.Message;
        }

        var table = new OutcomeTable(source, answers, null);
        return new TestReport(path)
        {
            Test = source.Test,
            Program = source,
            Answers = answers,
            Outcomes = table.Rows,
            OmittedOutcomes = table.Omitted,
            NotRun = problem,
            Notes = effects,
            Violations = problem is null ? [.. Violations(source, answers[^1], answers, cancellation)] : [],
        };
    }

    // The source under the model of .NET, and under the processor's as the documentation of .NET says it is compiled.
    private IEnumerable<MemoryModel> Sources(MemoryModel processor) => models.Chosen.Count > 0 ? models.Chosen : [models.BuiltIn("dotnet"), processor];

    private IEnumerable<string> Violations(LitmusProgram source, Answer compiled, Answer[] answers, CancellationToken cancellation)
    {
        Answer dotnet = answers.FirstOrDefault(answer => answer.Model == "dotnet") ?? Checking.Ask(source, models.BuiltIn("dotnet"), options, cancellation);
        HashSet<string> allowed = [.. dotnet.Result.States.Select(state => state.Text)];
        if (dotnet.IsExhaustive)
        {
            foreach (FinalState state in compiled.Result.States.Where(state => !allowed.Contains(state.Text)))
            {
                yield return $"the compiled code allows {state.Text}, which the .NET memory model forbids";
            }
        }

        foreach (string state in new OutcomeTable(source, [compiled], null).ForbiddenButAllowed(compiled))
        {
            yield return $"the compiled code allows {state}, which is graded forbidden";
        }
    }
}
