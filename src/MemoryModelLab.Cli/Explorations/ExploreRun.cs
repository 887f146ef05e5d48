using System.Globalization;
using System.Reflection;
using MemoryModelLab.Cli.Rendering;
using MemoryModelLab.Exploration;
using MemoryModelLab.Exploration.Engine.Schedules;
using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Instrumentation.Repairs;
using MemoryModelLab.Litmus;

namespace MemoryModelLab.Cli.Explorations;

/// <summary>Explores the methods of an assembly one after the other, and says what was found.</summary>
internal sealed class ExploreRun(string file, string[] names, InstrumentedOptions options, ExploreReport report)
{
    private const int MostProbes = 1000;
    private const int Indent = 2;
    private const int MostNamed = 12;
    private static readonly TimeSpan LongestEstimate = TimeSpan.FromSeconds(5);

    private readonly List<ExploredTest> _explored = [];
    private readonly bool _quiet = report.Json == "-" || report.Graph == "-";
    private readonly GraphOutput? _graph = report.Graph is null ? null : new GraphOutput(report.Graph);

    /// <summary>Runs it.</summary>
    public ExitCode Run()
    {
        try
        {
            if (AssemblyName.GetAssemblyName(file).Name is var name && name != Path.GetFileNameWithoutExtension(file)) throw new UsageException($"--assembly {file}: the assembly in it is called {name}; expected {name}.dll");
            using var program = new InstrumentedProgram(Path.GetFullPath(file), options.Also);
            foreach (ExplorationTest test in Chosen(ExplorationTests.Of(program)).TakeWhile(_ => !options.Exploration.Cancellation.IsCancellationRequested)) Explore(program, test);
        }
        catch (UnsupportedCodeException unsupported)
        {
            throw new UsageException(unsupported.Message);
        }
        catch (ReplayException mismatch)
        {
            throw new UsageException(mismatch.Message);
        }
        catch (FormatException malformed) when (options.Exploration.Replay is not null)
        {
            throw new UsageException($"--replay: {malformed.Message}");
        }
        catch (BadImageFormatException)
        {
            throw new UsageException($"--assembly {file}: this is no .NET assembly");
        }

        if (report.Json is { } json) ExploreJson.Write(json, options.Exploration.Model.ToString(), NotExplored, _explored);
        _graph?.Finish("no execution fails");
        ExitCode code = _explored.Any(test => test.Verdict == "failed") ? ExitCode.Violation
            : _explored.Any(test => test.Verdict != "passed") ? ExitCode.Inconclusive : ExitCode.Pass;
        if (_explored.Count > 1) Say(string.Join(", ", _explored.CountBy(test => test.Verdict).OrderBy(verdict => verdict.Key == "passed" ? 0 : 1).Select(verdict => string.Create(CultureInfo.InvariantCulture, $"{verdict.Value} {verdict.Key}"))));
        Say($"Model: {ExploreNames.NameOf(options.Exploration.Model)}{(NotExplored is { } never ? $"; {never}" : "")}");
        Say($"Next: {new NextStep(file, options.Exploration, report, _explored).After(code)}");
        Output.Flush();
        return code;
    }

    private ExplorationTest[] Chosen(IReadOnlyList<ExplorationTest> tests)
    {
        if (tests.Count == 0) throw new UsageException($"{file} has no method marked [ExplorationTest]");
        ExplorationTest[] chosen = [.. tests.Where(test => names.Length == 0 || names.Any(name => test.Name.Contains(name, StringComparison.OrdinalIgnoreCase)))];
        if ((options.Exploration.Replay ?? report.Checkpoint) is not null && chosen.Length > 1)
            throw new UsageException($"{(report.Checkpoint is null ? "--replay" : "--checkpoint")} is of one method; say with --test which of {string.Join(", ", chosen.Select(test => test.Name))}");
        return chosen.Length > 0 ? chosen : throw new UsageException(
            $"no method to explore is called '{names[0]}'{Suggestion.For(names[0], tests.Select(test => test.Name))}; there are {string.Join(", ", tests.Take(MostNamed).Select(test => test.Name))}{(tests.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $", and {tests.Count - MostNamed} more") : "")}");
    }

    private void Explore(InstrumentedProgram program, ExplorationTest test)
    {
        try
        {
            if (report.Estimate) Say(Estimate(program, test));
            InstrumentedResult result = RunWithProgress(program, test);
            Show(test.Name, result, OrderingsOf(program, test, result.Exploration.Verdict));
        }
        catch (UnsupportedCodeException unsupported)
        {
            _explored.Add(ExploredTest.NotExplored(test.Name, unsupported.Message));
            Say($"Unsupported  {test.Name}: {unsupported.Message}");
        }
    }

    private RepairResult? OrderingsOf(InstrumentedProgram program, ExplorationTest test, ExplorationVerdict verdict)
    {
        using var line = new ProgressLine();
        InstrumentedOptions shown = options with { Exploration = options.Exploration with { Progress = line.IsLive ? line : null } };
        return verdict switch
        {
            ExplorationVerdict.Failed when report.Repair => WithoutConsole(() => Explorer.Repair(program, test.Body, shown)),
            ExplorationVerdict.Passed when report.Relax => WithoutConsole(() => Explorer.Relax(program, test.Body, shown)),
            _ => null,
        };
    }

    private InstrumentedResult RunWithProgress(InstrumentedProgram program, ExplorationTest test)
    {
        using var line = new ProgressLine();
        var file = report.Checkpoint is { } path ? new CheckpointFile(path) : null;
        ExplorationOptions exploration = options.Exploration with { Progress = line.IsLive ? line : null, Resume = file?.Read(), KeepCheckpoint = file is null ? null : file.Keep };
        try
        {
            InstrumentedResult result = WithoutConsole(() => Explorer.Run(program, test, options with { Exploration = exploration }));
            file?.Write(result.Exploration.Checkpoint);
            return result;
        }
        catch (CheckpointException mismatch)
        {
            throw new UsageException($"--checkpoint {report.Checkpoint}: {mismatch.Message}");
        }
    }

    /// <summary>What a program prints, it would print once an execution. Of the one that is replayed it is seen, where it is not taken for our output.</summary>
    private T WithoutConsole<T>(Func<T> explore)
    {
        TextWriter console = Console.Out;
        Console.SetOut(options.Exploration.Replay is null ? TextWriter.Null : Console.Error);
        try
        {
            return explore();
        }
        finally
        {
            Console.SetOut(console);
        }
    }

    private string Estimate(InstrumentedProgram program, ExplorationTest test)
    {
        var bounded = options with { Exploration = options.Exploration with { MaxTime = LongestEstimate } };
        ExplorationEstimate found = Explorer.Estimate(program, test.Body, bounded, MostProbes);
        return string.Create(CultureInfo.InvariantCulture, $"Estimate     {test.Name}: about {ProgressLine.Rounded(found.Executions)} executions (± {ProgressLine.Rounded(found.StandardError)}, from {found.Probes} branches)");
    }

    private void Show(string name, InstrumentedResult result, RepairResult? orderings)
    {
        ExplorationResult found = result.Exploration;
        _explored.Add(ExploredTest.Of(name, result, orderings));
        Say($"{found.Verdict,-12} {name}: {Counts(found)}");
        if (found.WhyInconclusive is { } why) Say($"  not all was explored: {why}");
        foreach (ExplorationFailure failure in found.Failures.Take(1))
        {
            _graph?.Add(name, ExecutionPicture.Of(name, failure));
            foreach (string line in FailureText.Of(failure, Width - Indent)) Say(line.Length == 0 ? "" : "  " + line);
            Say($"  replay:  mml explore --assembly {file} --test {Quoted(name)}{ExploreNames.Options(options.Exploration)} --replay {failure.Replay}");
        }

        IReadOnlyList<string> opaque = _explored[^1].Opaque;
        if (opaque.Count > 0) Say($"  opaque calls: {string.Join(", ", opaque)} (not rewritten: what threads share inside is not explored)");
        foreach (string line in orderings is null ? [] : RepairText.Of(orderings, report.Relax && found.Verdict == ExplorationVerdict.Passed)) Say("  " + line);
    }

    private string Counts(ExplorationResult found)
    {
        string kind = options.Exploration switch
        {
            { Replay: not null } => "replayed ",
            { Sampling: not null } => "random ",
            _ => "",
        };
        string done = found.Verdict == ExplorationVerdict.Failed
            ? options.Exploration.Replay is null ? string.Create(CultureInfo.InvariantCulture, $"fails in {kind}execution {found.Complete + found.Blocked + found.CutShort + 1:N0}") : "the replayed execution fails"
            : FailureText.Executions(found.Complete, kind);
        string blocked = found.Blocked > 0 ? string.Create(CultureInfo.InvariantCulture, $", {found.Blocked:N0} blocked") : "";
        string pruned = found.Pruned > 0 ? string.Create(CultureInfo.InvariantCulture, $", {found.Pruned:N0} left out") : "";
        string twins = found.IsSymmetric ? ", threads of the same code exchanged once" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{done}{blocked}{pruned}{twins}, {found.Elapsed.TotalSeconds:0.00} s");
    }

    /// <summary>An argument as a shell takes it.</summary>
    public static string Quoted(string argument) => argument.All(letter => char.IsLetterOrDigit(letter) || letter is '.' or '_' or '-' or '+') ? argument : $"'{argument}'";

    /// <summary>How wide what is printed may get.</summary>
    public static int Width => Console.IsOutputRedirected ? SourceColumns.UsualWidth : Math.Max(Console.WindowWidth, 1);

    private string? NotExplored => ExplorationResult.NotExploredUnder(options.Exploration.Model);

    private void Say(string line)
    {
        if (_quiet) return;
        Output.Line(line);
        Output.Flush();
    }
}
