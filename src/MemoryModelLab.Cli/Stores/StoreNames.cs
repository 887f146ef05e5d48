using MemoryModelLab.Litmus;
using MemoryModelLab.Workloads;

namespace MemoryModelLab.Cli.Stores;

/// <summary>The stores a user names.</summary>
internal static class StoreNames
{
    /// <summary>All, for help.</summary>
    public static string List { get; } = string.Join(", ", StoreKind.All.Select(kind => kind.Name));

    /// <summary>The store called <paramref name="name"/>.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static StoreKind Find(string name) => StoreKind.Find(name)
        ?? throw new UsageException($"no store is called '{name}'{Suggestion.For(name, StoreKind.All.Select(kind => kind.Name))} (there are {List})");
}
