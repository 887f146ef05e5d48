using System.CommandLine;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Conditions;
using MemoryModelLab.Models;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml explain</c>: what a test asks, or what a model says.</summary>
internal static class ExplainVerb
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "A test (file or name) or a model (name or cat file)" };
        var command = new Command("explain", "What a test is about, or what a model says.\n\n  mml explain MP+volatile\n  mml explain x86-tso");
        Option<string?> json = CommonOptions.JsonOption();
        command.Arguments.Add(name);
        command.Options.Add(json);
        command.SetAction(parsed => (int)Explain(parsed.GetValue(name)!, parsed.GetValue(json)));
        return command;
    }

    private static ExitCode Explain(string name, string? json)
    {
        MemoryModel? model = MemoryModel.BuiltInNames.Contains(name) ? MemoryModel.BuiltIn(name)
            : name.EndsWith(".cat", StringComparison.Ordinal) && File.Exists(name) ? MemoryModel.FromFile(name) : null;
        IReadOnlyList<string> files = model is null ? Find(name) : [];
        if (json is not null)
        {
            JsonCatalogue.Write(json, [.. files.Select(Line)], model is null ? [] : [new(model.Name, model.Title, model.Text)]);
        }

        if (json != "-")
        {
            if (model is not null) ExplainModel(model);
            foreach (string file in files) ExplainTest(file);
        }

        Output.Flush();
        return ExitCode.Pass;
    }

    private static JsonCatalogue.TestLine Line(string file)
    {
        (LitmusTest test, _) = TestFiles.Load(file);
        return new JsonCatalogue.TestLine(file, test.Name, test.Architecture.ToString(), test.Description, LitmusPrinter.Print(test));
    }

    private static IReadOnlyList<string> Find(string name)
    {
        string hint = Suggestion.For(name, MemoryModel.BuiltInNames);
        try
        {
            return TestFiles.Find([name]);
        }
        catch (UsageException) when (hint.Length > 0)
        {
            throw new UsageException($"{name}: no such test or model{hint}");
        }
    }

    private static void ExplainModel(MemoryModel model)
    {
        Output.Line($"{model.Name}: {model.Title}");
        Output.Line();
        Output.Line(model.Text.TrimEnd());
        Output.Line($"Next: mml check <test> --model {model.Name}");
    }

    private static void ExplainTest(string file)
    {
        (LitmusTest test, _) = TestFiles.Load(file);
        Output.Line($"{test.Name} ({test.Architecture}): {test.Description ?? "no story told"}");
        Output.Line();
        Output.Line(LitmusPrinter.Print(test).TrimEnd());
        Output.Line();
        if (test.Condition is { } condition)
        {
            Output.Line(condition.Quantifier switch
            {
                Quantifier.Exists => "The question: is there an execution that ends in such a state? Ok means yes.",
                Quantifier.NotExists => "The question: does no execution end in such a state? Ok means none does.",
                _ => "The question: does every execution end in such a state? Ok means all do.",
            });
        }

        foreach (Expectation e in test.Expectations) Output.Line($"  {e.Grade.ToString().ToLowerInvariant()}: {e.Sentence}");
        string expected = Path.ChangeExtension(file, ".expected");
        if (File.Exists(expected))
        {
            Output.Line("Recorded for each model (does the condition hold, and how often):");
            foreach (string line in File.ReadLines(expected)) Output.Line($"  {line}");
        }

        Output.Line($"Next: mml check {file}");
    }
}
