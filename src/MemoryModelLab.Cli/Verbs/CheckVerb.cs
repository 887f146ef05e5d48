using System.CommandLine;
using MemoryModelLab.Cli.Expected;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Rendering;
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
        var command = new Command("check", """
            What memory models allow a test to do.

              mml check litmus/classic/x64/SB.litmus
              mml check SB.litmus --model sc,x86-tso --graph sb.dot
              mml check tests/ --cat my-model.cat --json result.json
              mml check corpus/ --expected
            """);
        common.AddTo(command);
        command.Options.Add(expected);
        command.Options.Add(catFolder);
        command.Options.Add(strict);
        command.SetAction((parsed, cancellation) =>
        {
            common.PrepareOutputs(parsed);
            bool comparesOnly = parsed.GetValue(catFolder) is not null || parsed.GetValue(strict);
            if (comparesOnly && !parsed.GetValue(expected)) throw new UsageException("--cat-dir and --strict-counts go with --expected");
            return Task.FromResult((int)(parsed.GetValue(expected)
            ? ExpectedCheck.Run(
                parsed.GetValue(common.Paths)!, common.ModelChoice(parsed), parsed.GetValue(catFolder), parsed.GetValue(strict), parsed.GetValue(common.Time),
                parsed.GetValue(common.Json), common.CheckOptions(parsed), cancellation)
            : Check(common, parsed, cancellation)));
        });
        return command;
    }

    private static ExitCode Check(CommonOptions common, ParseResult parsed, CancellationToken cancellation)
    {
        string[] names = parsed.GetValue(common.Paths)!;
        ModelChoice models = common.ModelChoice(parsed);
        CheckOptions options = common.CheckOptions(parsed);
        IReadOnlyList<string> files = TestFiles.Find(names);
        var show = new TestReports(TestFiles.IsSingle(names, files), parsed.GetValue(common.Time), parsed.GetValue(common.Json), parsed.GetValue(common.Graph));
        InOrder.Run(files, Environment.ProcessorCount, path => Checking.Check(path, models, options, cancellation), (_, report) => show.Add(report), cancellation);
        return show.Finish(cancellation.IsCancellationRequested);
    }
}
