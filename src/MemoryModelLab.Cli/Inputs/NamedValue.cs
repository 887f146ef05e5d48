using MemoryModelLab.Litmus;

namespace MemoryModelLab.Cli.Inputs;

/// <summary>Options whose value is one of a few names.</summary>
internal static class NamedValue
{
    /// <summary>What is called <paramref name="name"/>; upper and lower case are alike.</summary>
    /// <exception cref="UsageException">Nothing is.</exception>
    public static T Of<T>(string option, string name, IReadOnlyDictionary<string, T> known)
    {
        foreach ((string key, T value) in known)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) return value;
        }

        throw new UsageException($"{option} {name}: expected {string.Join(" or ", known.Keys)}{Suggestion.For(name, known.Keys)}");
    }
}
