using System.CommandLine;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Litmus;
using MemoryModelLab.Models;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml list</c>: the tests of a folder and the models there are.</summary>
internal static class ListVerb
{
    public static Command Create()
    {
        var path = new Argument<string?>("path") { Description = "A test file or folder (default: ./litmus, or the tests that come with the tool)", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", "The tests in a folder, and the models.\n\n  mml list\n  mml list litmus/classic/csharp");
        Option<string?> json = CommonOptions.JsonOption();
        command.Arguments.Add(path);
        command.Options.Add(json);
        command.SetAction(parsed => (int)List(parsed.GetValue(path), parsed.GetValue(json)));
        return command;
    }

    private static ExitCode List(string? path, string? json)
    {
        var tests = new List<JsonCatalogue.TestLine>();
        path ??= TestFiles.Library;
        ExitCode code = ExitCode.Pass;
        foreach (string file in path is null ? [] : TestFiles.Find([path]))
        {
            try
            {
                LitmusTest test = TestFiles.ParseToRun(file);
                tests.Add(new(file, test.Name, test.Architecture.ToString(), test.Description, null));
            }
            catch (LitmusException e)
            {
                Console.Error.WriteLine($"mml: {e.Message}");
                code = ExitCode.Usage;
            }
        }

        JsonCatalogue.ModelLine[] models = [.. MemoryModel.BuiltInNames.Select(n => new JsonCatalogue.ModelLine(n, MemoryModel.BuiltIn(n).Title, null))];
        if (json is not null) JsonCatalogue.Write(json, tests, models);
        if (json == "-")
        {
            Output.Flush();
            return code;
        }

        foreach (JsonCatalogue.TestLine test in tests) Output.Line($"{test.Name,-28} {test.Architecture,-8} {test.Description}".TrimEnd());
        Output.Line();
        foreach (JsonCatalogue.ModelLine model in models) Output.Line($"model {model.Name,-10} {model.Title}");
        Output.Line("Next: mml explain <test or model>");
        Output.Flush();
        return code;
    }
}
