using System.CommandLine;
using MemoryModelLab.Cli.Explorations;
using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Cli.Reports;
using MemoryModelLab.Cli.Stores;
using MemoryModelLab.Consistency;
using MemoryModelLab.Litmus;
using MemoryModelLab.Workloads;
using MemoryModelLab.Workloads.Demo;
using MemoryModelLab.Workloads.WeakBugs;

namespace MemoryModelLab.Cli.Verbs;

/// <summary>
/// <c>mml demo kv</c>: threads that update and read a store, and the order that explains what they saw; <c>mml demo explore</c>: a bug that shows
/// only on Arm64, found and repaired.
/// </summary>
internal static class DemoVerb
{
    private const string KeyValue = "kv";
    private const string Exploration = "explore";

    private static readonly Dictionary<string, WeakBug> Bugs = WeakBug.All.ToDictionary(bug => bug.Name);

    public static Command Create()
    {
        var name = new Argument<string>("demo") { Description = "Which demonstration: kv or explore" };
        var store = new Option<string>("--store") { Description = $"The store: {StoreNames.List}", DefaultValueFactory = _ => StoreKind.All[0].Name };
        var seed = new Option<int?>("--seed") { Description = "Draw the delays from this seed, 0 to 100 ms each (default: updates wait 100 ms, reads 50 ms)" };
        var bug = new Option<string>("--bug") { Description = $"Of explore, the bug: {string.Join(", ", Bugs.Keys)}", DefaultValueFactory = _ => Bugs.Keys.First() };
        Option<string?> json = CommonOptions.JsonOption();
        var command = new Command("demo", """
            kv: a store with a name and an age, updated and read at the same time; and the order of the operations that explains what was read.
            explore: C# with a bug that was in .NET and shows only on Arm64; every execution of it, the one that fails, and the repair.

              mml demo explore
              mml demo explore --bug stealing
              mml demo kv
              mml demo kv --store probing --seed 7
              mml demo kv --store left-right --json -
            """);
        command.Arguments.Add(name);
        foreach (Option option in (Option[])[store, seed, bug, json]) command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            string asked = parsed.GetValue(name)!;
            TextFile.Prepare("--json", parsed.GetValue(json));
            if (asked == Exploration) return Task.FromResult((int)ExploreDemo.Run(NamedValue.Of("--bug", parsed.GetValue(bug)!, Bugs), parsed.GetValue(json), cancellation));
            if (asked != KeyValue) throw new UsageException($"no demo is called '{asked}'{Suggestion.For(asked, [KeyValue, Exploration])} (there are {KeyValue} and {Exploration})");
            DemoDelays delays = parsed.GetValue(seed) is { } given ? DemoDelays.Random(given) : DemoDelays.Usual;
            return Task.FromResult((int)Run(StoreNames.Find(parsed.GetValue(store)!), delays, parsed.GetValue(json), cancellation));
        });
        return command;
    }

    private static ExitCode Run(StoreKind kind, DemoDelays delays, string? json, CancellationToken cancellation)
    {
        DemoResult result = KeyValueDemo.Run(kind, delays, cancellation);
        if (json is not null) DemoJson.Write(json, result);
        if (json != "-")
        {
            DemoText.Print(result);
            Output.Line();
            Output.Line($"Next: mml demo kv --store {kind.Name} --seed 7, where the delays are drawn; mml stress --store {kind.Name}");
        }

        Output.Flush();
        return result.Linearizable.Judgement switch
        {
            Judgement.Satisfied => ExitCode.Pass,
            Judgement.Violated => ExitCode.Violation,
            _ => ExitCode.Inconclusive,
        };
    }
}
