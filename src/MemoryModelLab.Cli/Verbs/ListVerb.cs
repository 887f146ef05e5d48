using System.CommandLine;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Litmus;
using MemoryModelLab.Models;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml list</c>: the tests of a folder and the models there are.</summary>
internal static class ListVerb
{
    public static Command Create()
    {
        var path = new Argument<string?>("path") { Description = "A test file or folder (default: ./litmus where there is one)", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", "The tests in a folder, and the models.\n\n  mml list\n  mml list litmus/classic/csharp");
        command.Arguments.Add(path);
        command.SetAction(parsed => (int)List(parsed.GetValue(path)));
        return command;
    }

    private static ExitCode List(string? path)
    {
        path ??= Directory.Exists("litmus") ? "litmus" : null;
        ExitCode code = ExitCode.Pass;
        foreach (string file in path is null ? [] : TestFiles.Find([path]))
        {
            try
            {
                LitmusTest test = LitmusParser.Parse(File.ReadAllText(file), file);
                Output.Line($"{test.Name,-28} {test.Architecture,-8} {test.Description ?? ""}".TrimEnd());
            }
            catch (LitmusException e)
            {
                Console.Error.WriteLine($"mml: {e.Message}");
                code = ExitCode.Usage;
            }
        }

        Output.Line();
        foreach (string name in MemoryModel.BuiltInNames) Output.Line($"model {name,-10} {MemoryModel.BuiltIn(name).Title}");
        Output.Line("Next: mml explain <test or model>");
        Output.Flush();
        return code;
    }
}
