using System.CommandLine;
using MemoryModelLab.Cli.Campaigns;
using MemoryModelLab.Cli.Explorations;
using MemoryModelLab.Cli.Rendering;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Exploration;
using MemoryModelLab.Exploration.Instrumentation;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml explore</c>: methods of a compiled assembly, in every behaviour a memory model allows.</summary>
internal static class ExploreVerb
{
    public static Command Create()
    {
        var assembly = new Option<string>("--assembly", "-a") { Description = "The assembly whose methods marked [ExplorationTest] are explored", Required = true };
        var methods = new Option<string[]>("--test", "-t") { Description = "Only the methods whose name contains this; may be given several times" };
        var model = new Option<string>("--model", "-m") { Description = "The memory model: dotnet, sc, tso, ra or rc11", DefaultValueFactory = _ => "dotnet" };
        var executions = new Option<long?>("--executions") { Description = "Stop a method after that many executions; it is then inconclusive" };
        var time = new Option<string?>("--time") { Description = "Stop a method after this time, as 30s or 5m; it is then inconclusive" };
        var also = new Option<string[]>("--also") { Description = "An assembly of the framework to rewrite too, as System.Collections.Concurrent" };
        var repair = new Option<bool>("--repair") { Description = "Of what fails, the cheapest orderings that make it pass, by their cost on Arm64" };
        var relax = new Option<bool>("--relax") { Description = "Of what passes, the orderings it can do without, all together" };
        var workers = new Option<int>("--workers") { Description = "How many cores explore a method", DefaultValueFactory = _ => 1 };
        var checks = new Option<string[]>("--check") { Description = $"Look in each execution for what need not be wrong, too: {ExploreNames.AllChecks}" };
        var preemptions = new Option<int?>("--preemptions") { Description = "Leave out executions that need more preemptions; when any was left out, inconclusive" };
        var noSymmetry = new Option<bool>("--no-symmetry") { Description = "Explore executions that differ only in which of several threads of the same code is which, each for itself" };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "Keep what is left in this file, once a minute and when a bound or Ctrl-C ends it, and go on from it where it is there; with --test" };
        var graph = new Option<string?>("--graph") { Description = "Draw the execution that fails: FILE.svg, FILE.dot, a folder for several methods, or - for DOT on standard output" };
        var estimate = new Option<bool>("--estimate") { Description = "First say about how many executions there are" };
        var sampling = new SamplingOptions();
        var replay = new Option<string?>("--replay") { Description = "Run only the execution of a failure, by the word it was printed with; with --test" };
        Option<string?> json = CommonOptions.JsonOption();
        var command = new Command("explore", """
            Explores methods of a compiled assembly: every behaviour the memory model allows, each once.

              mml explore --assembly bin/Release/net10.0/My.Tests.dll
              mml explore --assembly My.Tests.dll --test Ring --model sc
              mml explore --assembly My.Tests.dll --repair
              mml explore --assembly My.Tests.dll --also System.Collections.Concurrent --time 2m
              mml explore --assembly My.Tests.dll --test Large --pct 100000
            """);
        foreach (Option option in (Option[])[assembly, methods, model, executions, time, also, repair, relax, workers, checks, preemptions, noSymmetry, estimate, .. sampling.All, replay, graph, checkpoint, json]) command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            TextFile.Prepare("--json", parsed.GetValue(json));
            string file = parsed.GetValue(assembly)!;
            if (!File.Exists(file)) throw new UsageException($"--assembly {file}: there is no such file");
            if (!string.Equals(Path.GetExtension(file), ".dll", StringComparison.OrdinalIgnoreCase)) throw new UsageException($"--assembly {file}: expected a .dll");
            GraphOutput.Prepare(parsed.GetValue(graph));
            if (parsed.GetValue(json) == "-" && parsed.GetValue(graph) == "-") throw new UsageException("--json - and --graph - both want standard output; give one of them a file");
            CheckpointFile.Prepare(parsed.GetValue(checkpoint));
            if (parsed.GetValue(checkpoint) is not null && (parsed.GetValue(replay) is not null || sampling.Of(parsed) is not null))
                throw new UsageException("--checkpoint is of an exploration of all executions, not of --replay, --random or --pct");
            if (parsed.GetValue(preemptions) is < 0) throw new UsageException("--preemptions: expected a number from 0");
            if (parsed.GetValue(executions) is < 1) throw new UsageException("--executions: expected a number above 0");
            if (parsed.GetValue(workers) is < 1 or > 256) throw new UsageException("--workers: expected a number from 1 to 256");
            var options = new InstrumentedOptions
            {
                Also = [.. (parsed.GetValue(also) ?? []).SelectMany(name => name.Split(',', StringSplitOptions.RemoveEmptyEntries))],
                Exploration = new ExplorationOptions
                {
                    Model = ExploreNames.Model(parsed.GetValue(model)!),
                    MaxExecutions = parsed.GetValue(executions),
                    MaxTime = Duration(parsed.GetValue(time)),
                    Workers = parsed.GetValue(workers),
                    Checks = ExploreNames.ParseChecks(parsed.GetValue(checks) ?? []),
                    Preemptions = parsed.GetValue(preemptions),
                    Symmetry = !parsed.GetValue(noSymmetry),
                    Sampling = sampling.Of(parsed),
                    Replay = parsed.GetValue(replay),
                    Cancellation = cancellation,
                },
            };
            var report = new ExploreReport(parsed.GetValue(repair), parsed.GetValue(relax), parsed.GetValue(estimate), parsed.GetValue(graph), parsed.GetValue(checkpoint), parsed.GetValue(json));
            var run = new ExploreRun(file, parsed.GetValue(methods) ?? [], options, report);
            return Task.FromResult((int)run.Run());
        });
        return command;
    }

    private static TimeSpan? Duration(string? text) => text is null ? null
        : DurationSyntax.Parse(text) ?? throw new UsageException($"--time {text}: expected a duration, as 30s, 5m or 1h");
}
