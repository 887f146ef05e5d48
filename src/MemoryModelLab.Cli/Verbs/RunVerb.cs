using System.CommandLine;
using MemoryModelLab.Cli.Campaigns;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Rendering;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Hardware;
using MemoryModelLab.Hardware.MachineCode;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml run</c>: what this machine did, judged by the models.</summary>
internal static class RunVerb
{
    private const int MostRepetitions = 1000;

    private static readonly Dictionary<string, HardwareMode> Modes = Enum.GetValues<HardwareMode>().ToDictionary(mode => mode.ToString().ToLowerInvariant());

    private static readonly TimeSpan OneTest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OneOfMany = TimeSpan.FromSeconds(0.2);

    public static Command Create()
    {
        var common = new CommonOptions();
        var iterations = new Option<long?>("--iterations", "-n") { Description = "How often each test runs (default: as often as the time allows)" };
        var seed = new Option<int>("--seed") { Description = "Seeds the random delays between threads", DefaultValueFactory = _ => 1 };
        var mode = new Option<string>("--mode") { Description = $"How threads are kept together, of tests in assembly: {string.Join(", ", Modes.Keys)}", DefaultValueFactory = _ => Modes.Keys.First() };
        var repeat = new Option<long>("--repeat") { Description = "Run each test so often, and tell the medians of the rates", DefaultValueFactory = _ => 1 };
        var campaign = new CampaignOptions();
        var command = new Command("run", """
            Run tests on this machine's cores and judge what they did.

              mml run litmus/classic
              mml run litmus/classic/csharp/SB.litmus --time-limit 10
              mml run SB --iterations 1000000 --seed 7 --json sb.json
              mml run litmus/classic/x64/SB.litmus --mode perpetual
              mml run SB R --repeat 5
              mml run litmus --time 10m --results run.jsonl
              mml run CoRR --jit tier0
            """);
        common.AddTo(command);
        command.Options.Add(iterations);
        command.Options.Add(seed);
        Option<string> jit = MachineCodeChoice.JitOption();
        command.Options.Add(mode);
        command.Options.Add(jit);
        command.Options.Add(repeat);
        campaign.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            long times = parsed.GetValue(repeat);
            if (times is < 1 or > MostRepetitions) throw new UsageException($"--repeat {times}: expected 1 to {MostRepetitions}");
            HardwareMode together = NamedValue.Of("--mode", parsed.GetValue(mode)!, Modes);
            JitMode compiled = MachineCodeChoice.Mode(parsed.GetValue(jit)!);
            bool asked = campaign.AreAsked(parsed);
            if (asked)
            {
                if (parsed.GetValue(iterations) is not null || parsed.GetValue(common.TimeLimit) is not null)
                    throw new UsageException("--time and --results spread time over all tests; --iterations and --time-limit, which are for each test, do not go with them");
                if (times > 1) throw new UsageException("--time and --results run each test as often as the time allows; --repeat does not go with them");
            }

            if (compiled == JitMode.ReadyToRun && MachineCodeCompiler.WhyNotPrecompiled is { } reason)
            {
                Console.Error.WriteLine($"mml: {reason}");
                Console.Error.WriteLine("Next: mml doctor");
                return Task.FromResult((int)ExitCode.Unsupported);
            }

            if (!JitEnvironment.Holds(compiled)) return Task.FromResult(OwnProcess.Run(compiled, cancellation));
            if (asked)
            {
                var hardware = new HardwareOptions { TimeBudget = campaign.Budget(parsed), Seed = parsed.GetValue(seed), Mode = together, Jit = compiled };
                return Task.FromResult((int)CampaignRun.Run(common, parsed, hardware, campaign.File(parsed), cancellation));
            }

            return Task.FromResult((int)Run(common, parsed, parsed.GetValue(iterations), parsed.GetValue(seed), together, compiled, (int)times, cancellation));
        });
        return command;
    }

    private static ExitCode Run(CommonOptions common, ParseResult parsed, long? iterations, int seed, HardwareMode mode, JitMode jit, int times, CancellationToken cancellation)
    {
        common.PrepareOutputs(parsed);
        if (iterations is < 1) throw new UsageException($"--iterations {iterations}: expected a number from 1");
        string[] names = parsed.GetValue(common.Paths)!;
        ModelChoice models = common.ModelChoice(parsed);
        CheckOptions checkOptions = common.CheckOptions(parsed) with { TimeLimit = null };
        IReadOnlyList<string> files = TestFiles.Find(names);
        bool single = TestFiles.IsSingle(names, files);
        TimeSpan budget = common.Limit(parsed) ?? (iterations is not null ? TimeSpan.FromMinutes(10) : single ? OneTest : OneOfMany);
        var hardware = new HardwareOptions { TimeBudget = budget, Iterations = iterations, Seed = seed, Mode = mode, Jit = jit };
        var show = common.Reports(parsed, files);
        using var progress = new ProgressBar(single ? 0 : files.Count);

        // One test at a time: a second one would take the cores the first is measured on.
        InOrder.Run(files, 1, Measure, Show, cancellation);
        progress.Dispose();
        return show.Finish(cancellation.IsCancellationRequested);

        TestReport Measure(string path) => HardwareCheck.Run(path, models, checkOptions, hardware, times, cancellation);

        void Show(string path, TestReport report)
        {
            progress.Step(report.Name);
            show.Add(report);
        }
    }
}
