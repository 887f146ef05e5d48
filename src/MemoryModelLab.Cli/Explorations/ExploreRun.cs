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
        Say($"Model: {options.Exploration.Model}{(NotExplored is { } never ? $"; {never}" : "")}");
        Say($"Next: {Next(code)}");
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
            $"no method to explore is called '{names[0]}'{Suggestion.For(names[0], tests.Select(test => test.Name))}; there are {string.Join(", ", tests.Select(test => test.Name))}");
    }

    private void Explore(InstrumentedProgram program, ExplorationTest test)
    {
        try
        {
            if (report.Estimate) Say(Estimate(program, test));
            InstrumentedResult result = RunWithProgress(program, test);
            bool failed = result.Exploration.Verdict == ExplorationVerdict.Failed;
            RepairResult? changes = failed && report.Repair ? Explorer.Repair(program, test.Body, options)
                : result.Exploration.Verdict == ExplorationVerdict.Passed && report.Relax ? Explorer.Relax(program, test.Body, options) : null;
            Show(ExploredTest.Of(test.Name, result, changes), result, failed && report.Repair, report.Relax && !failed, changes);
        }
        catch (UnsupportedCodeException unsupported)
        {
            _explored.Add(ExploredTest.NotExplored(test.Name, unsupported.Message));
            Say($"Unsupported  {test.Name}: {unsupported.Message}");
        }
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
    private InstrumentedResult WithoutConsole(Func<InstrumentedResult> explore)
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

    private void Show(ExploredTest explored, InstrumentedResult result, bool repaired, bool relaxed, RepairResult? changes)
    {
        _explored.Add(explored);
        ExplorationResult found = result.Exploration;
        Say(string.Create(CultureInfo.InvariantCulture, $"{found.Verdict,-12} {explored.Name}: {found.Complete} {Kind}executions, {found.Blocked} blocked{(found.Pruned > 0 ? $", {found.Pruned} left out" : "")}{(found.IsSymmetric ? ", threads of the same code exchanged once" : "")}, {found.Elapsed.TotalSeconds:0.00} s"));
        if (found.WhyInconclusive is { } why) Say($"  not all was explored: {why}");
        foreach (ExplorationFailure failure in found.Failures.Take(1))
        {
            _graph?.Add(explored.Name, ExecutionPicture.Of(explored.Name, failure));
            Say($"  {ExploredTest.Describe(failure)}");
            foreach (int number in failure.Involved) Say($"  thread {failure.Execution.Events[number].Thread}: {SourceColumns.Line(failure.Execution.Events[number], failure.Execution)}");
            foreach (string line in SourceColumns.Of(failure.Execution).TrimEnd().Split('\n')) Say("  " + line);
            if (explored.Missing is { } missing) Say($"  missing: {missing}");
            Say($"  replay: mml explore --assembly {file} --test {explored.Name} {ExploreChecks.Option(options.Exploration.Checks)}--replay {failure.Replay}");
        }

        if (explored.Opaque.Count > 0) Say($"  opaque calls: {string.Join(", ", explored.Opaque)} (not rewritten: what threads share inside is not explored)");
        foreach (string line in changes is null ? [] : RepairText.Of(changes, relaxed)) Say("  " + line);
    }

    private string? NotExplored => ExplorationResult.NotExploredUnder(options.Exploration.Model);

    private string Kind => options.Exploration switch
    {
        { Replay: not null } => "replayed ",
        { Sampling: not null } => "random ",
        _ => "",
    };

    private string Next(ExitCode code) => code switch
    {
        ExitCode.Violation when _explored.Any(test => test.Replay is not null) && report.Graph is null && options.Exploration.Checks != ExecutionChecks.None =>
            $"mml explore --assembly {file} {ExploreChecks.Option(options.Exploration.Checks)}--graph failure.svg   draws it",
        ExitCode.Violation when !report.Repair => $"mml explore --assembly {file} --repair   looks for the orderings that are missing",
        ExitCode.Violation => $"mml explore --assembly {file} --model sc   says whether it fails without reordering too",
        ExitCode.Inconclusive when options.Exploration.Replay is not null => $"mml explore --assembly {file}   explores all: this execution does not fail",
        ExitCode.Inconclusive when options.Exploration.Sampling is { } sampling =>
            $"mml explore --assembly {file} --{(sampling.Depth is null ? "random" : "pct")} {10 * sampling.Executions} --seed {sampling.Seed + 1}   draws more",
        ExitCode.Inconclusive when report.Checkpoint is { } checkpoint && File.Exists(checkpoint) => $"mml explore --assembly {file} --test {_explored[0].Name} --checkpoint {checkpoint}   goes on from there",
        ExitCode.Inconclusive when _explored.All(test => test.Verdict is "passed" or "unsupported") => $"mml explore --assembly {file} --also System.Collections.Concurrent   rewrites more; what cannot be explored is named above",
        ExitCode.Inconclusive => $"mml explore --assembly {file} --time 10m   gives it longer; --pct 100000 draws executions at random",
        _ when report.Relax => $"mml explore --assembly {file} --check races   looks for accesses that nothing orders",
        _ => $"mml explore --assembly {file} --relax   looks for orderings that are not needed",
    };

    private void Say(string line)
    {
        if (_quiet) return;
        Output.Line(line);
        Output.Flush();
    }
}
