using System.CommandLine;
using MemoryModelLab.Cli.Expected;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Mapping;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Models.Enumeration;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml check</c>: what the models allow, without running anything.</summary>
internal static class CheckVerb
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var expected = new Option<bool>("--expected") { Description = "Compare with what is recorded: a folder's manifest.jsonl, or the X.expected beside each X.litmus" };
        var catFolder = new Option<string?>("--cat-dir") { Description = "With --expected: take the manifest's herd_model files from this folder instead of our models" };
        var strict = new Option<bool>("--strict-counts") { Description = "With --expected: the numbers of executions must agree too" };
        var why = new Option<bool>("--why") { Description = "Say why each model allows or forbids the outcome the test asks about" };
        var outcome = new Option<string?>("--outcome") { Description = "Ask about this outcome instead of the test's, and why: \"1:r0=1 /\\ 1:r1=0\"" };
        var diff = new Option<string?>("--diff") { Description = "Two models, as x86-tso,sc: the outcomes only one of them allows, an execution that shows each, and the rule that forbids it" };
        var command = new Command("check", """
            What memory models allow a test to do.

              mml check litmus/classic/x64/SB.litmus
              mml check SB.litmus --model sc,x86-tso --graph sb.dot
              mml check MP+volatile --model dotnet --why
              mml check MP+volatile --outcome "1:r0=0 /\ 1:r1=1"
              mml check SB --diff x86-tso,sc
              mml check tests/ --cat my-model.cat --json result.json
              mml check corpus/ --expected
              mml check --mapping
              mml check MP --as-compiled arm64
            """);
        var mapping = new MappingOptions();
        var compiled = new CompiledOptions();
        common.AddTo(command);
        common.Paths.Arity = ArgumentArity.ZeroOrMore;
        command.Options.Add(common.Time);
        command.Options.Add(expected);
        command.Options.Add(catFolder);
        command.Options.Add(strict);
        command.Options.Add(why);
        command.Options.Add(outcome);
        command.Options.Add(diff);
        mapping.AddTo(command);
        compiled.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            common.PrepareOutputs(parsed);
            bool comparesOnly = parsed.GetValue(catFolder) is not null || parsed.GetValue(strict);
            bool asks = parsed.GetValue(why) || parsed.GetValue(outcome) is not null || parsed.GetValue(diff) is not null;
            if (asks && parsed.GetValue(expected)) throw new UsageException("--why, --outcome and --diff ask about tests; they do not go with --expected");
            if (comparesOnly && !parsed.GetValue(expected)) throw new UsageException("--cat-dir and --strict-counts go with --expected");
            if (mapping.AreAsked(parsed))
            {
                if (parsed.GetValue(expected) || asks) throw new UsageException("--mapping is a check of its own; it does not go with --expected, --why, --outcome or --diff");
                return Task.FromResult((int)mapping.Run(parsed, common, cancellation));
            }

            if (compiled.AreAsked(parsed))
            {
                if (parsed.GetValue(expected) || asks) throw new UsageException("--as-compiled is a check of its own; it does not go with --expected, --why or --outcome");
                if (parsed.GetValue(common.Paths) is { Length: > 0 }) return Task.FromResult((int)compiled.Run(parsed, common, cancellation));
            }

            if (parsed.GetValue(common.Paths) is not { Length: > 0 }) throw new UsageException("check what? Name tests or folders, or ask for --mapping");
            return Task.FromResult((int)(parsed.GetValue(expected)
            ? ExpectedCheck.Run(
                parsed.GetValue(common.Paths)!, common.ModelChoice(parsed), parsed.GetValue(catFolder), parsed.GetValue(strict), parsed.GetValue(common.Time),
                parsed.GetValue(common.Json), common.CheckOptions(parsed), cancellation)
            : Check(common, parsed, new Questions(parsed.GetValue(why), parsed.GetValue(outcome), Pair(parsed.GetValue(diff))), cancellation)));
        });
        return command;
    }

    private static (string First, string Second)? Pair(string? names) => names?.Split(',', StringSplitOptions.TrimEntries) switch
    {
        null => null,
        [{ Length: > 0 } first, { Length: > 0 } second] => (first, second),
        _ => throw new UsageException($"--diff {names}: expected the names of two models, as in --diff x86-tso,sc"),
    };

    private static ExitCode Check(CommonOptions common, ParseResult parsed, Questions questions, CancellationToken cancellation)
    {
        string[] names = parsed.GetValue(common.Paths)!;
        ModelChoice models = common.ModelChoice(parsed);
        if (questions.Difference is { } pair) models = models.OrElse(pair.First, pair.Second);
        CheckOptions options = common.CheckOptions(parsed);
        IReadOnlyList<string> files = TestFiles.Find(names);
        var show = common.Reports(parsed, files);
        InOrder.Run(files, Environment.ProcessorCount, path => Checking.CheckOnly(path, models, options, questions, cancellation), (_, report) => show.Add(report), cancellation);
        return show.Finish(cancellation.IsCancellationRequested);
    }
}
