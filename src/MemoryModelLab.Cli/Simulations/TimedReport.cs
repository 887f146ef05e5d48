using System.Text;
using System.Text.Json;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Programs;
using MemoryModelLab.Machine.Timed;

namespace MemoryModelLab.Cli.Simulations;

/// <summary>Tests and workloads on a machine in time.</summary>
internal static class TimedReport
{
    private const string Schema = "mml/sim-timed/1";
    private const int MostLinesShown = 8;

    /// <summary>Runs workloads and prints what happened.</summary>
    public static ExitCode RunWorkloads(string name, TimedOptions options, long events, string? json, string? traceFile, CancellationToken cancellation)
    {
        var results = new List<Result>();
        bool isQuiet = json == "-" || traceFile == "-";
        string[] names = name == TimedChoice.AllWorkloads ? [.. TimedWorkloads.All.Keys] : [name];
        foreach (string workload in names.TakeWhile(_ => !cancellation.IsCancellationRequested))
        {
            IWorkload cells = TimedWorkloads.Create(workload, options);
            results.Add(Traced(
                traceFile,
                output => new ChromeTraceObserver(output, options, options.Cores, cell => NameOf(cell, options), cell => LineName(cell / options.CellsPerLine)),
                observer =>
                {
                    var machine = new TimedMachine(options, cells, observer);
                    TimeSpan processor = Environment.CpuUsage.TotalTime;
                    machine.Run(events, cancellation);
                    return Of(workload, machine, Environment.CpuUsage.TotalTime - processor, LineName, []);
                }));
            if (!isQuiet) Print(results[^1], $"Workload {workload}, {options.Cores} cores: {TimedWorkloads.All[workload]}", options);
        }

        return Finish(results, options, json, isQuiet, traceFile is null ? "Next: mml sim --timed --workload false-sharing, then padded: what sharing a line costs" : SimText.NextOfTrace(traceFile));
    }

    /// <summary>Runs a test again and again and prints what happened.</summary>
    public static ExitCode RunTest(string path, TimedOptions options, int rounds, string? json, string? traceFile, CancellationToken cancellation)
    {
        LitmusTest test = TestFiles.Parse(path);
        LitmusProgram program = LitmusLowering.Lower(test);
        int locations = Math.Max(program.Locations.Count, 1);
        string LocationOf(int line) => program.Locations.Count == 0 ? "" : program.Locations[line % locations].Name;
        Func<int, string> nameOf = cell => LocationOf(cell / options.CellsPerLine);
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        TimedTest result = Traced(
            traceFile,
            output => new ChromeTraceObserver(output, options, program.Threads.Count, nameOf, nameOf),
            observer => TimedSimulation.Run(program, options, rounds, observer, cancellation));
        processor = Environment.CpuUsage.TotalTime - processor;
        if (result.Fault is not null) Console.Error.WriteLine($"mml: {test.Name}: given up after {result.Rounds} rounds: {result.Fault}");
        Result all = Of(test.Name, result.Machine, processor, LocationOf, [.. result.Outcomes.Select(outcome => new Outcome(outcome.State, outcome.Satisfies, outcome.Count))]);
        Result summed = all with { Lines = Sum(all.Lines) };
        bool isQuiet = json == "-" || traceFile == "-";
        if (!isQuiet)
        {
            Output.Line($"{test.Name} ({test.Architecture}) {path}: {result.Rounds} rounds, each on fresh memory");
            foreach (Outcome outcome in summed.Outcomes) Output.Line(FormattableString.Invariant($"{outcome.Count,9} {(outcome.Satisfies && test.Condition is not null ? '*' : ' ')}> {outcome.State}"));
            Print(summed, $"Machine {test.Name}, {program.Threads.Count} cores", options);
        }

        ExitCode code = Finish([summed], options, json, isQuiet, traceFile is null ? $"Next: mml sim {test.Name} --chart for every interleaving" : SimText.NextOfTrace(traceFile));
        return result.Fault is null ? code : ExitCode.Inconclusive;
    }

    /// <summary>Whether a test can be run in time.</summary>
    public static bool CanRun(string path) => TimedSimulation.Fits(LitmusLowering.Lower(TestFiles.Parse(path)));

    private static T Traced<T>(string? file, Func<Stream, ChromeTraceObserver> begin, Func<ITimedObserver?, T> run)
    {
        if (file is null) return run(null);
        using var written = new MemoryStream();
        long accesses;
        T result;
        using (ChromeTraceObserver observer = begin(written))
        {
            result = run(observer);
            accesses = observer.Accesses;
        }

        TextFile.Write(file, Encoding.UTF8.GetString(written.ToArray()));
        if (accesses > ChromeTraceObserver.MostAccesses)
            Console.Error.WriteLine(FormattableString.Invariant($"mml: {file} has the first {ChromeTraceObserver.MostAccesses} of {accesses} accesses; fewer --events or --rounds have them all"));
        return result;
    }

    private static ExitCode Finish(IReadOnlyList<Result> results, TimedOptions options, string? json, bool isQuiet, string next)
    {
        var document = new Document(Schema, options.Protocol.Name, options.Interconnect.ToString(), options.Cores, options.Seed, results);
        if (json is not null) TextFile.Write(json, JsonSerializer.Serialize(document, SimJsonContext.Default.TimedReportDocument) + "\n");
        if (!isQuiet) Output.Line(next);
        Output.Flush();
        return ExitCode.Pass;
    }

    private static Result Of(string name, TimedMachine machine, TimeSpan processor, Func<int, string> nameOf, IReadOnlyList<Outcome> outcomes)
    {
        Line[] lines = [.. machine.Lines.Select((line, i) => new Line(nameOf(i), line.Hits, line.Misses, line.Invalidations, line.Transfers, line.FalseSharing, line.Waited))];
        return new Result(name, machine.Events, machine.Now, processor.TotalSeconds, machine.Stalls, machine.StalledCycles, outcomes, lines);
    }

    private static Line[] Sum(IEnumerable<Line> lines) => [.. lines.GroupBy(line => line.Name).Select(group => new Line(
        group.Key, group.Sum(l => l.Hits), group.Sum(l => l.Misses), group.Sum(l => l.Invalidations), group.Sum(l => l.Transfers), group.Sum(l => l.FalseSharing), group.Sum(l => l.WaitedCycles)))];

    private static void Print(Result result, string title, TimedOptions options)
    {
        Output.Line(title);
        Output.Line(FormattableString.Invariant($"  {options.Protocol.Name}, {options.Interconnect}, {result.Events} memory events in {result.Cycles} cycles: {(double)result.Cycles / Math.Max(result.Events, 1):F2} cycles an event"));
        Output.Line(FormattableString.Invariant($"  store buffers: {result.Stalls} stalls, {result.StalledCycles} cycles; simulated {result.Events / Math.Max(result.ProcessorSeconds, 1e-6):F0} events a second"));
        Output.Line($"  {"line",-10} {"hits",11} {"misses",10} {"invalid.",10} {"transfers",10} {"false sh.",10} {"waited",13}");
        foreach (Line line in result.Lines.OrderByDescending(line => line.Misses).Take(MostLinesShown)) Row(line);
        if (result.Lines.Count > 1) Row(Sum(result.Lines.Select(line => line with { Name = "all" }))[0]);

        static void Row(Line line) => Output.Line(FormattableString.Invariant(
            $"  {line.Name,-10} {line.Hits,11} {line.Misses,10} {line.Invalidations,10} {line.Transfers,10} {line.FalseSharing,10} {line.WaitedCycles,13}"));
    }

    private static string LineName(int line) => FormattableString.Invariant($"line {line}");

    private static string NameOf(int cell, TimedOptions options) => FormattableString.Invariant($"{cell / options.CellsPerLine}.{cell % options.CellsPerLine}");

    internal sealed record Document(string Schema, string Protocol, string Interconnect, int Cores, ulong Seed, IReadOnlyList<Result> Runs);

    internal sealed record Result(
        string Name, long Events, long Cycles, double ProcessorSeconds, long Stalls, long StalledCycles, IReadOnlyList<Outcome> Outcomes, IReadOnlyList<Line> Lines);

    internal sealed record Outcome(string State, bool Satisfies, int Count);

    internal sealed record Line(string Name, long Hits, long Misses, long Invalidations, long Transfers, long FalseSharing, long WaitedCycles);
}
