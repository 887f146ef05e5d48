using MemoryModelLab.Cli.Inputs;
using MemoryModelLab.Exploration;

namespace MemoryModelLab.Cli.Explorations;

/// <summary>What is explored under, and what is looked for in executions beside failures, by name.</summary>
internal static class ExploreNames
{
    private static readonly Dictionary<string, MemoryModelKind> Models = new()
    {
        ["dotnet"] = MemoryModelKind.DotNet,
        ["sc"] = MemoryModelKind.Sequential,
        ["tso"] = MemoryModelKind.TotalStoreOrder,
        ["x86-tso"] = MemoryModelKind.TotalStoreOrder,
        ["ra"] = MemoryModelKind.ReleaseAcquire,
        ["rc11"] = MemoryModelKind.RC11,
    };

    private static readonly Dictionary<string, ExecutionChecks> Checks = new()
    {
        ["races"] = ExecutionChecks.DataRaces,
        ["torn"] = ExecutionChecks.TornReads,
        ["aba"] = ExecutionChecks.RecycledValues,
    };

    /// <summary>The names of all checks.</summary>
    public static string AllChecks => string.Join(", ", Checks.Keys);

    /// <summary>A model by its name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static MemoryModelKind Model(string name) => NamedValue.Of("--model", name, Models);

    /// <summary>The name of a model.</summary>
    public static string NameOf(MemoryModelKind model) => Models.First(known => known.Value == model).Key;

    /// <summary>What names, separated by commas, ask for.</summary>
    /// <exception cref="UsageException">One is none.</exception>
    public static ExecutionChecks ParseChecks(IEnumerable<string> names) => names
        .SelectMany(given => given.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Aggregate(ExecutionChecks.None, (checks, name) => checks | NamedValue.Of("--check", name, Checks));

    /// <summary>The options that ask for a model and checks, each with a blank before it; empty for the usual.</summary>
    public static string Options(ExplorationOptions options) =>
        (options.Model == MemoryModelKind.DotNet ? "" : $" --model {NameOf(options.Model)}") +
        (options.Checks == ExecutionChecks.None ? "" : $" --check {string.Join(",", Checks.Where(check => options.Checks.HasFlag(check.Value)).Select(check => check.Key))}");
}
