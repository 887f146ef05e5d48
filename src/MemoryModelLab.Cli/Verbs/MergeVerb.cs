using System.CommandLine;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Hardware.Campaigns;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml merge</c>: results files as one.</summary>
internal static class MergeVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "Results files of one host", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out", "-o") { Description = "The merged file, which must not be there yet", Required = true };
        Option<string?> json = CommonOptions.JsonOption();
        var command = new Command("merge", """
            Put results files together, each batch once.

              mml merge monday.jsonl tuesday.jsonl -o both.jsonl
            """) { files, output, json };
        command.SetAction(parsed => (int)Merge(parsed.GetValue(files)!, parsed.GetValue(output)!, parsed.GetValue(json)));
        return command;
    }

    private static ExitCode Merge(string[] files, string target, string? json)
    {
        TextFile.Prepare("--json", json);
        TextFile.Prepare("--out", target);
        ResultsMerge merge = ResultsMerge.Write(files, target);
        if (json is not null) JsonResults.Write(json, new JsonResults.Merge("mml/merge/1", files, target, merge.Batches, merge.Duplicates));
        if (json != "-")
        {
            Output.Line($"{target}: {merge.Batches} batches; {merge.Duplicates} stood in more than one file and are there once");
            Output.Line($"Next: mml compare {target} <another>.jsonl");
        }

        Output.Flush();
        return ExitCode.Pass;
    }
}
