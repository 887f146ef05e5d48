using System.CommandLine;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Rendering;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Verbs;

/// <summary>The options that <c>run</c> and <c>check</c> share.</summary>
internal sealed class CommonOptions
{
    public Argument<string[]> Paths { get; } = new("path") { Description = "Test files, folders, or names of tests below ./litmus or that come with the tool", Arity = ArgumentArity.OneOrMore };

    public Option<string[]> Models { get; } = new("--model", "-m") { Description = "Built-in models to ask, e.g. sc,x86-tso (default: those of the test's dialect)" };

    public Option<string[]> Cats { get; } = new("--cat") { Description = "A model in a cat file; may be given several times" };

    public Option<string?> Json { get; } = JsonOption();

    public Option<string?> Graph { get; } = new("--graph") { Description = "Draw an execution, one that satisfies the condition where there is one: FILE.svg, FILE.dot, a folder for several tests, or - for DOT on standard output" };

    public Option<bool> Time { get; } = new("--time") { Description = "Print what each check cost" };

    public Option<int> LoopBound { get; } = new("--loop-bound") { Description = "How often a loop goes round", DefaultValueFactory = _ => 2 };

    public Option<double?> TimeLimit { get; } = new("--time-limit") { Description = "Seconds a test may take; a check cut short is inconclusive" };

    /// <summary>The option every verb has.</summary>
    public static Option<string?> JsonOption() => new("--json") { Description = "Write the results as JSON to a file, or to standard output with -" };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Paths);
        foreach (Option option in (Option[])[Models, Cats, Json, Graph, LoopBound, TimeLimit]) command.Options.Add(option);
    }

    /// <summary>Checks, before any work, that the results can be written where they were asked for.</summary>
    public void PrepareOutputs(ParseResult parsed)
    {
        (string? json, string? graph) = (parsed.GetValue(Json), parsed.GetValue(Graph));
        TextFile.Prepare("--json", json);
        GraphOutput.Prepare(graph);
        if (json == "-" && graph == "-") throw new UsageException("--json - and --graph - both want standard output; give one of them a file");
    }

    /// <summary>What prints and writes the reports on the tests in <paramref name="files"/>.</summary>
    /// <exception cref="UsageException">A picture of several tests is to go into one file.</exception>
    public TestReports Reports(ParseResult parsed, IReadOnlyList<string> files)
    {
        (string? json, string? graph) = (parsed.GetValue(Json), parsed.GetValue(Graph));
        bool single = TestFiles.IsSingle(parsed.GetValue(Paths)!, files);
        return new TestReports(single, parsed.GetValue(Time), json, GraphOutput.For(graph, files.Count), quiet: json == "-" || graph == "-");
    }

    public ModelChoice ModelChoice(ParseResult parsed) => new(parsed.GetValue(Models) ?? [], parsed.GetValue(Cats) ?? []);

    public TimeSpan? Limit(ParseResult parsed) => parsed.GetValue(TimeLimit) is { } seconds ? Inputs.TimeLimit.Of(seconds) : null;

    public CheckOptions CheckOptions(ParseResult parsed)
    {
        int bound = parsed.GetValue(LoopBound);
        if (bound is < 1 or > 1000) throw new UsageException($"--loop-bound {bound}: expected a number from 1 to 1000");
        return new CheckOptions { LoopBound = bound, TimeLimit = Limit(parsed), KeepWitnesses = parsed.GetValue(Graph) is not null };
    }
}
