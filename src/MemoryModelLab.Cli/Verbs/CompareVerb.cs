using System.CommandLine;
using MemoryModelLab.Cli.Rendering;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Hardware.Campaigns;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml compare</c>: two results files side by side.</summary>
internal static class CompareVerb
{
    public static Command Create()
    {
        var first = new Argument<string>("first") { Description = "A results file" };
        var second = new Argument<string>("second") { Description = "Another one: of another host, or from before a change" };
        Option<string?> json = CommonOptions.JsonOption();
        var command = new Command("compare", """
            What two campaigns saw: how often, how fast, and what only one of them saw.

              mml compare x64.jsonl arm64.jsonl
              mml compare before.jsonl after.jsonl --json difference.json
            """) { first, second, json };
        command.SetAction(parsed => (int)Compare(parsed.GetValue(first)!, parsed.GetValue(second)!, parsed.GetValue(json)));
        return command;
    }

    private static ExitCode Compare(string firstPath, string secondPath, string? json)
    {
        TextFile.Prepare("--json", json);
        ResultsSummary first = ResultsSummary.Read(firstPath), second = ResultsSummary.Read(secondPath);
        IReadOnlyList<ComparedTest> tests = ResultsComparison.Of(first, second);
        if (json is not null) JsonResults.Write(json, JsonResults.Of(first, second, tests));
        if (json != "-") ResultsTable.Print(first, second, tests);
        Output.Flush();
        return ExitCode.Pass;
    }
}
