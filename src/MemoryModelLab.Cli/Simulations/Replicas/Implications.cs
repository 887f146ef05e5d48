namespace MemoryModelLab.Cli.Simulations.Replicas;

/// <summary>Which model implies which (docs/consistency.md).</summary>
internal static class Implications
{
    private static readonly Dictionary<string, string[]> Next = new()
    {
        ["strict"] = ["linearizable"],
        ["linearizable"] = ["sequential", "bounded-staleness"],
        ["sequential"] = ["ccv", "cm", "prefix"],
        ["bounded-staleness"] = ["prefix"],
        ["ccv"] = ["session"],
        ["session"] = ["ccv", "cc", "ryw+mr+mw"],
        ["ryw+mr+mw"] = ["ryw+mr"],
        ["ryw+mr"] = ["read-your-writes", "monotonic-reads"],
        ["cm"] = ["cc", "pram"],
    };

    /// <summary>What no history of clients violates that read nothing before it was written: alone, these say nothing of what clients see.</summary>
    public static IReadOnlyList<string> Vacuous { get; } = ["monotonic-writes", "writes-follow-reads"];

    /// <summary>The models, and all they imply.</summary>
    public static HashSet<string> Closure(IEnumerable<string> models)
    {
        var all = new HashSet<string>(Vacuous);
        var open = new Stack<string>(models);
        while (open.TryPop(out string? model))
        {
            if (!all.Add(model)) continue;
            foreach (string next in Next.GetValueOrDefault(model, [])) open.Push(next);
        }

        return all;
    }
}
