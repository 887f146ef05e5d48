using System.CommandLine;
using System.Text;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Cli.Simulations;
using MemoryModelLab.Litmus;
using MemoryModelLab.Machine;
using MemoryModelLab.Machine.Cores;
using MemoryModelLab.Machine.Memory;
using MemoryModelLab.Machine.Timed;
using MemoryModelLab.Machine.Traces;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml sim</c>: tests on a simulated multicore.</summary>
internal static class SimVerb
{
    private const int MostCellsPerLine = 64;

    private const int MostWindow = 64;

    private static readonly string[] Cores = ["in-order", "out-of-order"];

    private static readonly Dictionary<string, BufferKind> Buffers = new() { ["none"] = BufferKind.None, ["tso"] = BufferKind.Tso, ["pso"] = BufferKind.Pso };

    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Description = "Test files, folders, or names of tests", Arity = ArgumentArity.ZeroOrMore };
        var exhaustive = new Option<bool>("--exhaustive") { Description = "Every interleaving of every step (the default); without a test, all that the protocol alone can do" };
        var buffer = new Option<string>("--buffer") { Description = $"The cores' store buffers: {string.Join(", ", Buffers.Keys)}", DefaultValueFactory = _ => "tso" };
        var core = new Option<string>("--core") { Description = $"The cores: {string.Join(", ", Cores)} (AArch64, C#)", DefaultValueFactory = _ => Cores[0] };
        var window = new Option<int>("--window") { Description = "How many instructions an out-of-order core has under way", DefaultValueFactory = _ => new MachineOptions().WindowSize };
        var protocol = new Option<string>("--protocol") { Description = $"What is between them and memory: {string.Join(", ", MemorySystems.Names)}", DefaultValueFactory = _ => MemorySystems.Flat };
        var queues = new Option<bool>("--invalidate-queue") { Description = "Caches acknowledge invalidations early and apply them late (protocols on the bus)" };
        var perLine = new Option<int>("--line") { Description = "How many variables share a cache line", DefaultValueFactory = _ => 1 };
        var sets = new Option<int>("--sets") { Description = "How many sets a cache has", DefaultValueFactory = _ => 1 };
        var ways = new Option<int?>("--ways") { Description = "How many lines a set holds (default: all)" };
        var chart = new Option<bool>("--chart") { Description = "Show a shortest run that ends as the test's condition asks, as a message-sequence chart" };
        var trace = new Option<string?>("--trace") { Description = "Write that run, or with --timed all of it, as Chrome trace events, which Perfetto opens", HelpName = "file", Arity = ArgumentArity.ZeroOrOne };
        var outcome = new Option<string?>("--outcome") { Description = "Show a shortest run to this outcome instead: \"0:r0=0 /\\ 1:r0=0\"" };
        ProtocolOptions alone = new();
        TimedChoice time = new();
        var step = new Option<bool>("--step") { Description = "Lead one run: the enabled steps numbered, one chosen, forward and back" };
        var table = new Option<bool>("--table") { Description = "Print the protocol's table" };
        var seed = new Option<ulong>("--seed") { Description = "What chance is drawn from", DefaultValueFactory = _ => 1 };
        var states = new Option<int>("--states") { Description = "The most states of the machine that are kept", DefaultValueFactory = _ => Machine.Exploration.Explorer.DefaultMostStates };
        var unreduced = new Option<bool>("--no-reduction") { Description = "Take steps that commute in every order, not in one (partial-order reduction)" };
        Option<string?> json = CommonOptions.JsonOption();
        var command = new Command("sim", """
            Tests on a simulated multicore: cores, store buffers, caches. Every interleaving, compared with the model the machine implements.

              mml sim SB --chart
              mml sim SB --buffer none
              mml sim SB --protocol mesi --trace out.json
              mml sim litmus/classic/x64 --buffer pso
              mml sim MP --core out-of-order --chart
              mml sim SB --protocol mesi --step
              mml sim --protocol mesi --table
              mml sim SB --timed
              mml sim --timed --workload false-sharing --cores 16
              mml sim --protocol mesi-directory --caches 3 --lines 2 --exhaustive
              mml sim replicas --policy causal --seed 7
              mml sim matrix
              mml sim metrics
            """);
        command.Arguments.Add(paths);
        foreach (Option option in (Option[])[exhaustive, core, window, buffer, protocol, queues, perLine, sets, ways, chart, outcome, trace, step, table, .. alone.All, .. time.All, seed, states, unreduced, json]) command.Options.Add(option);
        foreach (Command replicas in (Command[])[SimReplicasVerb.Create(), SimMatrixVerb.Create(), SimMetricsVerb.Create()]) command.Subcommands.Add(replicas);
        command.SetAction((parsed, cancellation) =>
        {
            var options = new MachineOptions
            {
                Buffers = Buffers[Known("--buffer", parsed.GetValue(buffer)!, Buffers.Keys)],
                OutOfOrder = Known("--core", parsed.GetValue(core)!, Cores) != Cores[0],
                WindowSize = InRange("--window", parsed.GetValue(window), MostWindow),
                Protocol = Known("--protocol", parsed.GetValue(protocol)!, MemorySystems.Names),
                InvalidateQueues = parsed.GetValue(queues),
                CellsPerLine = InRange("--line", parsed.GetValue(perLine), MostCellsPerLine),
                Sets = InRange("--sets", parsed.GetValue(sets), int.MaxValue),
                Ways = InRange("--ways", parsed.GetValue(ways) ?? int.MaxValue, int.MaxValue),
                MostStates = InRange("--states", parsed.GetValue(states), int.MaxValue - 1),
                Reduces = !parsed.GetValue(unreduced),
                ShowsEveryAccess = parsed.GetValue(chart) || parsed.GetValue(trace) is not null || parsed.GetValue(outcome) is not null,
            };
            if (options.OutOfOrder && !options.Reduces) throw new UsageException("--no-reduction is for cores in order: of those out of order no steps are left out");
            if (options.OutOfOrder && parsed.GetResult(buffer) is { Implicit: false }) throw new UsageException("--buffer is for cores in order: an out-of-order core has no store buffer");
            if (options.InvalidateQueues && (options.OutOfOrder || !MemorySystems.MayQueueInvalidations(options.Protocol)))
                throw new UsageException("--invalidate-queue is for cores in order with caches on a bus: add --protocol mesi");
            TextFile.Prepare("--json", parsed.GetValue(json));
            if (parsed.GetResult(trace) is { Implicit: false } && parsed.GetValue(trace) is null) throw new UsageException("--trace: expected the file to write; --chart draws the run here");
            TextFile.Prepare("--trace", parsed.GetValue(trace));
            if (parsed.GetValue(json) == "-" && parsed.GetValue(trace) == "-") throw new UsageException("only one of --json and --trace can have standard output; give the other a file");
            if (parsed.GetValue(table))
            {
                Refuse(parsed, "--table", [json, step, core, window, buffer, queues, perLine, sets, ways, chart, trace, outcome, seed, states, unreduced, .. alone.All, .. time.All]);
                if (parsed.GetValue(paths) is not []) throw new UsageException("--table: expected no tests beside it");
                return Task.FromResult((int)ProtocolTables.Print(options.Protocol));
            }

            if (parsed.GetValue(step))
            {
                Refuse(parsed, "--step", [json, chart, trace, outcome, states, unreduced, .. alone.All, .. time.All]);
                if (parsed.GetValue(paths) is []) throw new UsageException("--step: expected a test");
                return Task.FromResult((int)Stepping.Run(TestFiles.Find(parsed.GetValue(paths)!), options with { ShowsEveryAccess = true }, parsed.GetValue(seed), Console.In, cancellation));
            }

            bool isTimed = time.IsWanted(parsed), isAlone = !isTimed && parsed.GetValue(paths) is [];
            if (isTimed) Refuse(parsed, "--timed", [core, window, buffer, queues, sets, ways, chart, outcome, states, unreduced, .. alone.All]);
            else Refuse(parsed, "what is explored whole", [seed]);
            if (isAlone) Refuse(parsed, "a protocol by itself", [core, window, buffer, queues, perLine, sets, ways, chart, trace, outcome, unreduced]);
            if (isTimed) return Task.FromResult((int)Timed());
            if (isAlone) return Task.FromResult((int)ProtocolReport.Run(alone.Read(parsed, options.Protocol, parsed.GetResult(states) is { Implicit: false } ? options.MostStates : null), parsed.GetValue(json), cancellation));
            alone.RefuseWithTests(parsed);
            return Task.FromResult((int)Run(parsed.GetValue(paths)!, options, parsed.GetValue(chart), parsed.GetValue(outcome), parsed.GetValue(json), parsed.GetValue(trace), cancellation));

            ExitCode Timed()
            {
                TimedOptions chosen = time.Read(parsed, parsed.GetResult(protocol) is { Implicit: false } ? options.Protocol : null, parsed.GetResult(perLine) is { Implicit: false } ? options.CellsPerLine : null, parsed.GetValue(seed));
                string[] tests = parsed.GetValue(paths)!;
                if (time.Workload(parsed) is { } workload)
                {
                    if (workload == TimedChoice.AllWorkloads && parsed.GetValue(trace) is not null) throw new UsageException("--trace: expected one workload, each has a run of its own");
                    if (tests.Length > 0) throw new UsageException("--workload: expected no tests beside it");
                    return TimedReport.RunWorkloads(workload, chosen, time.Events(parsed), parsed.GetValue(json), parsed.GetValue(trace), cancellation);
                }

                IReadOnlyList<string> files = tests.Length == 0 ? [] : TestFiles.Find(tests);
                if (files.FirstOrDefault(TimedReport.CanRun) is not { } file) throw new UsageException($"--timed: expected a test of x86 or C#, or --workload {string.Join(", ", TimedWorkloads.All.Keys)}");
                return TimedReport.RunTest(file, chosen, time.Rounds(parsed), parsed.GetValue(json), parsed.GetValue(trace), cancellation);
            }
        });
        return command;
    }

    private static string Known(string option, string given, IEnumerable<string> names) =>
        names.Contains(given) ? given : throw new UsageException($"{option} {given}: there is no such{Suggestion.For(given, names)} (there are {string.Join(", ", names)})");

    private static void Refuse(ParseResult parsed, string mode, IEnumerable<Option> options)
    {
        if (options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } ignored) throw new UsageException($"{ignored.Name} does not go with {mode}, which would ignore it");
    }

    private static int InRange(string option, int given, int most) =>
        given >= 1 && given <= most ? given : throw new UsageException($"{option} {given}: expected a number from 1 to {most}");

    /// <summary>The tests named; a name that is none may be a mistyped part of the verb.</summary>
    private static IReadOnlyList<string> Find(string[] names)
    {
        try
        {
            return TestFiles.Find(names);
        }
        catch (UsageException e) when (names is [string name] && Suggestion.For(name, ["replicas", "matrix", "metrics"]) is { Length: > 0 } hint)
        {
            throw new UsageException($"{e.Message}{hint}");
        }
    }

    private static ExitCode Run(string[] names, MachineOptions options, bool chart, string? outcome, string? json, string? trace, CancellationToken cancellation)
    {
        IReadOnlyList<string> files = Find(names);
        if (trace is not null && files.Select(Path.GetFileName).Distinct().Count() is > 1 and int tests) throw new UsageException(FormattableString.Invariant($"--trace {trace}: expected one test, these are {tests}"));
        bool isSingle = TestFiles.IsSingle(names, files), isFull = isSingle || chart || outcome is not null, isQuiet = json == "-" || trace == "-";
        var reports = new List<SimReport>();
        InOrder.Run(files, Environment.ProcessorCount, path => SimReport.Of(path, options, options.ShowsEveryAccess, outcome, cancellation), Add, cancellation);
        SimReport? written = trace is null ? null : WriteTrace(trace, reports);
        if (json is not null) SimJson.Write(json, options, reports);
        int leftOut = reports.Count(report => report.IsLeftOut);
        if (!isQuiet)
        {
            if (!isSingle) Output.Line(Summary(reports, leftOut));
            if (written is not null) Output.Line($"{written.TraceTitle} in {written.Path}: {trace}");
            Output.Line(trace is not null ? SimText.NextOfTrace(trace) : chart ? "Next: mml sim SB --step, to lead a run" : isSingle ? $"Next: mml sim {reports[0].Test?.Name ?? "SB"} --chart, or --buffer none" : "Next: mml sim <a test above> --chart");
        }

        Output.Flush();
        if (cancellation.IsCancellationRequested) return ExitCode.Interrupted;
        if (leftOut == reports.Count)
        {
            Console.Error.WriteLine("mml: cores with store buffers execute tests of x86 and C#, --core out-of-order those of AArch64 and C#, --buffer none those of every language");
            return ExitCode.Unsupported;
        }

        ExitCode[] codes = [.. reports.Select(report => report.Code)];
        return Array.Find((ExitCode[])[ExitCode.Violation, ExitCode.Usage, ExitCode.Inconclusive], codes.Contains);

        void Add(string path, SimReport report)
        {
            reports.Add(report);
            if (isQuiet) return;
            if (isFull && report.Result is not null)
            {
                if (reports.Exists(before => before != report && before.Result is not null)) Output.Line();
                SimText.Print(report, options, chart || outcome is not null);
            }
            else SimText.PrintLine(report, options);
        }
    }

    /// <summary>Writes the run of the first test that has one, and tells which that is.</summary>
    private static SimReport WriteTrace(string path, List<SimReport> reports)
    {
        SimReport shown = reports.Find(report => report.Trace is not null) ?? throw new UsageException($"--trace {path}: there is no run to write");
        using var written = new MemoryStream();
        RunSlices.Write(written, shown.Trace!);
        TextFile.Write(path, Encoding.UTF8.GetString(written.ToArray()));
        return shown;
    }

    private static string Summary(List<SimReport> reports, int leftOut)
    {
        int Count(ExitCode code) => reports.Count(report => !report.IsLeftOut && report.Code == code);
        int within = reports.Count(report => report.IsWithin), beyond = reports.Count(report => report.MayReachMore && report.Forbidden.Count > 0);
        string less = within == 0 ? "" : FormattableString.Invariant($"{within} within it, "), more = beyond == 0 ? "" : FormattableString.Invariant($"{beyond} beyond it, ");
        return FormattableString.Invariant(
            $"{reports.Count - leftOut} tests: {Count(ExitCode.Pass) - within - beyond} as their model, {less}{more}{Count(ExitCode.Violation)} not, {Count(ExitCode.Inconclusive)} inconclusive, {Count(ExitCode.Usage)} unreadable; {leftOut} of other languages left out");
    }
}
