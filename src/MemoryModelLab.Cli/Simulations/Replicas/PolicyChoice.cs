using MemoryModelLab.Litmus;
using MemoryModelLab.Machine.Replicas;

namespace MemoryModelLab.Cli.Simulations.Replicas;

/// <summary>The policies a command line names.</summary>
internal static class PolicyChoice
{
    /// <summary>The policy of a name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static Policy One(string name)
    {
        IEnumerable<string> names = PolicyCatalogue.All.Concat(PolicyCatalogue.Broken).Select(p => p.Name);
        return PolicyCatalogue.Find(name)
            ?? throw new UsageException($"--policy {name}: there is no such policy{Suggestion.For(name, names)} (there are {string.Join(", ", names)})");
    }

    /// <summary>The policies of names with commas; all that have no fault when there is no name, those with one for <c>broken</c>.</summary>
    public static Policy[] Many(string[]? names) =>
        names is null or [] ? [.. PolicyCatalogue.All]
        : [.. names.SelectMany(n => n.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).SelectMany(n => n == "broken" ? PolicyCatalogue.Broken : [One(n)]).Distinct()];
}
