using MemoryModelLab.Exploration;
using MemoryModelLab.Litmus;

namespace MemoryModelLab.Cli.Explorations;

/// <summary>The names of what is looked for in executions beside failures.</summary>
internal static class ExploreChecks
{
    private static readonly Dictionary<string, ExecutionChecks> Names = new()
    {
        ["races"] = ExecutionChecks.DataRaces,
        ["torn"] = ExecutionChecks.TornReads,
        ["aba"] = ExecutionChecks.RecycledValues,
    };

    /// <summary>All names.</summary>
    public static string All => string.Join(", ", Names.Keys);

    /// <summary>What names, separated by commas, ask for.</summary>
    /// <exception cref="UsageException">One is none.</exception>
    public static ExecutionChecks Parse(IEnumerable<string> names)
    {
        var checks = ExecutionChecks.None;
        foreach (string name in names.SelectMany(given => given.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            checks |= Names.TryGetValue(name, out ExecutionChecks check)
                ? check
                : throw new UsageException($"--check: nothing to look for is called '{name}'{Suggestion.For(name, Names.Keys)} (there are {All})");
        }

        return checks;
    }

    /// <summary>The option that asks for them, with a blank after it; empty for none.</summary>
    public static string Option(ExecutionChecks checks) =>
        checks == ExecutionChecks.None ? "" : $"--check {string.Join(",", Names.Where(name => checks.HasFlag(name.Value)).Select(name => name.Key))} ";
}
