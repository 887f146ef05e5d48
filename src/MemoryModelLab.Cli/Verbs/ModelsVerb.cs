using System.CommandLine;
using System.Globalization;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Rendering;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Litmus;
using MemoryModelLab.Litmus.Generation;
using MemoryModelLab.Models;
using MemoryModelLab.Models.Comparison;

namespace MemoryModelLab.Cli.Verbs;

/// <summary><c>mml models</c>: the models there are, and which is weaker over generated tests.</summary>
internal sealed class ModelsVerb
{
    private readonly Option<string[]> compare = new("--compare")
    {
        Description = "Which of these models is weaker, over generated C# tests, e.g. sc,x86-tso; without names: all",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly CycleOptions which = new();
    private readonly Option<string?> json = CommonOptions.JsonOption();

    public static Command Create()
    {
        var verb = new ModelsVerb();
        var command = new Command("models", """
            The memory models, and which is weaker.

              mml models
              mml models --compare sc,x86-tso,dotnet
              mml models --compare arm64,dotnet --threads 3 --accesses 6 --edges "Pod** DpDatadW"
            """);
        foreach (Option option in (Option[])[verb.compare, .. verb.which.All, verb.json]) command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Task.FromResult((int)verb.Run(parsed, cancellation)));
        return command;
    }

    private ExitCode Run(ParseResult parsed, CancellationToken cancellation)
    {
        string? path = parsed.GetValue(json);
        TextFile.Prepare("--json", path);
        if (parsed.GetResult(compare) is null)
        {
            if (which.Given(parsed) is { } stray) throw new UsageException($"{stray.Name} goes with --compare");
            return List(path);
        }

        string[] names = [.. parsed.GetValue(compare)!.DefaultIfEmpty(string.Join(',', MemoryModel.BuiltInNames))];
        IReadOnlyList<MemoryModel> models = [.. new ModelChoice(names, []).Chosen.DistinctBy(model => model.Name)];
        if (models.Count < 2) throw new UsageException("--compare: expected at least two models, e.g. sc,x86-tso");
        IEnumerable<Cycle> cycles = which.Given(parsed) is null ? ComparedCycles.Usual() : which.Cycles(parsed, Architecture.CSharp);
        ModelComparison comparison = ModelComparison.Of(cycles, models, cancellation);
        if (path is not null) JsonComparison.Write(path, comparison);
        if (path != "-") ComparisonTable.Print(comparison);
        Output.Flush();
        return comparison.Undecided == 0 ? ExitCode.Pass : ExitCode.Inconclusive;
    }

    private static ExitCode List(string? path)
    {
        JsonCatalogue.ModelLine[] models = [.. MemoryModel.BuiltInNames.Select(n => new JsonCatalogue.ModelLine(n, MemoryModel.BuiltIn(n).Title, null))];
        if (path is not null) JsonCatalogue.Write(path, [], models);
        if (path != "-")
        {
            foreach (JsonCatalogue.ModelLine model in models) Output.Line(string.Create(CultureInfo.InvariantCulture, $"{model.Name,-10} {model.Title}"));
            Output.Line("Next: mml explain <model>, mml models --compare");
        }

        Output.Flush();
        return ExitCode.Pass;
    }
}
