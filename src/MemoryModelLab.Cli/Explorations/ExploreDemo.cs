using MemoryModelLab.Exploration;
using MemoryModelLab.Exploration.Instrumentation;
using MemoryModelLab.Exploration.Instrumentation.Repairs;
using MemoryModelLab.Workloads.WeakBugs;

namespace MemoryModelLab.Cli.Explorations;

/// <summary><c>mml demo explore</c>: a bug that was in .NET and showed only on Arm64, found and repaired.</summary>
internal static class ExploreDemo
{
    /// <summary>Runs it.</summary>
    public static ExitCode Run(WeakBug bug, string? json, CancellationToken cancellation)
    {
        Explored[] strong = [.. new[] { MemoryModelKind.Sequential, MemoryModelKind.TotalStoreOrder }.Select(model => Explore(bug.Broken, model, cancellation))];
        Explored weak = Explore(bug.Broken, MemoryModelKind.DotNet, cancellation);
        RepairResult found = Explorer.Repair(bug.Broken, Options(MemoryModelKind.DotNet, cancellation));
        Explored repaired = Explore(bug.Repaired, MemoryModelKind.DotNet, cancellation);
        if (json is not null) ExploreJson.Write(json, MemoryModelKind.DotNet.ToString(), weak.Result.Exploration.NotExplored, [ExploredTest.Of(bug.Name, weak.Result, found)]);
        if (json != "-") Print(bug, strong, weak, found, repaired);
        Output.Flush();
        bool isAsTold = strong.All(model => model.Passes) && !weak.Passes && found.Outcome == RepairOutcome.Found && repaired.Passes;
        return cancellation.IsCancellationRequested ? ExitCode.Interrupted : isAsTold ? ExitCode.Pass : ExitCode.Violation;
    }

    private static void Print(WeakBug bug, Explored[] strong, Explored weak, RepairResult found, Explored repaired)
    {
        Output.Line($"After {bug.After}");
        foreach (string line in bug.Story.Split('\n')) Output.Line($"  {line.TrimEnd()}");
        Output.Line();
        foreach (Explored model in strong) Output.Line($"{model.Model,-6}  {model.Text}");
        Output.Line($"{weak.Model,-6}  {weak.Text}");
        foreach (ExplorationFailure failure in weak.Result.Exploration.Failures.Take(1))
            foreach (string line in FailureText.Of(failure, ExploreRun.Width - 2)) Output.Line(line.Length == 0 ? "" : $"  {line}");
        foreach (string line in RepairText.Of(found, isRelaxed: false)) Output.Line($"  {line}");
        Output.Line();
        Output.Line($"{repaired.Model,-6}  with the ordering in its source: {repaired.Text}");
        WeakBug next = WeakBug.All[(WeakBug.All.ToList().IndexOf(bug) + 1) % WeakBug.All.Count];
        Output.Line();
        Output.Line($"Next: mml demo explore --bug {next.Name}; mml explore --assembly YOUR.dll, which explores its methods marked [ExplorationTest]");
    }

    private static Explored Explore(Action program, MemoryModelKind model, CancellationToken cancellation) => new(ExploreNames.NameOf(model), Explorer.Run(program, Options(model, cancellation)));

    private static InstrumentedOptions Options(MemoryModelKind model, CancellationToken cancellation) =>
        new() { Exploration = new ExplorationOptions { Model = model, Cancellation = cancellation } };

    private sealed record Explored(string Model, InstrumentedResult Result)
    {
        /// <summary>Whether all executions were explored, and none fails.</summary>
        public bool Passes => Result.Exploration.Verdict == ExplorationVerdict.Passed;

        /// <summary>What was found, in a word and a number.</summary>
        public string Text => Passes
            ? $"passes: {FailureText.Executions(Result.Exploration.Complete)}, all there are"
            : Result.Exploration.Verdict == ExplorationVerdict.Failed ? "fails:" : $"inconclusive: {Result.Exploration.WhyInconclusive}";
    }
}
