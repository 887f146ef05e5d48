using MemoryModelLab.Exploration;
using MemoryModelLab.Exploration.Instrumentation.Repairs;

namespace MemoryModelLab.Cli.Explorations;

/// <summary>What to do after an exploration: the last line.</summary>
internal sealed class NextStep(string file, ExplorationOptions options, ExploreReport report, IReadOnlyList<ExploredTest> explored)
{
    /// <summary>The step.</summary>
    public string After(ExitCode code) => code switch
    {
        ExitCode.Violation => AfterFailure(explored.First(test => test.Verdict == "failed")),
        ExitCode.Inconclusive when options.Replay is not null => $"{Command()}   explores all: this execution does not fail",
        ExitCode.Inconclusive when options.Sampling is { } sampling =>
            $"{Command()} --{(sampling.Depth is null ? "random" : "pct")} {10 * sampling.Executions} --seed {sampling.Seed + 1}   draws more",
        ExitCode.Inconclusive when report.Checkpoint is { } checkpoint && File.Exists(checkpoint) => $"{Command(explored[0])} --checkpoint {checkpoint}   goes on from there",
        ExitCode.Inconclusive when explored.All(test => test.Verdict is "passed" or "unsupported") => AfterUnsupported(explored.First(test => test.Verdict == "unsupported")),
        ExitCode.Inconclusive => $"{Command()} --time 10m   gives it longer; --pct 100000 draws executions at random",
        _ when report.Relax => $"{Command()} --check races   looks for accesses that nothing orders",
        _ => $"{Command()} --relax   looks for orderings that are not needed",
    };

    private string AfterFailure(ExploredTest failed) => failed switch
    {
        { Repair.Outcome: RepairOutcome.Found } => $"make the change, build, and {Command(failed)} again",
        { Repair.Outcome: RepairOutcome.NotFound } => $"{Command(failed)} --repair --time 10m   looks longer",
        { IsInterleaving: false, Repair: null } => $"{Command(failed)} --repair   finds the cheapest orderings that make it pass",
        _ when report.Graph is null => $"{Command(failed)} --graph failure.svg   draws it",
        _ => $"{Command(failed)} --replay {failed.Replay}   runs it again, under a debugger too",
    };

    private string AfterUnsupported(ExploredTest unsupported) => unsupported.Failure!.Contains("Concurrent", StringComparison.Ordinal)
        ? $"{Command(unsupported)} --also System.Collections.Concurrent   rewrites that too"
        : $"{Command()} --test NAME   for a test without that";

    private string Command(ExploredTest? test = null) =>
        $"mml explore --assembly {file}{(test is null ? "" : $" --test {ExploreRun.Quoted(test.Name)}")}{ExploreNames.Options(options)}";
}
