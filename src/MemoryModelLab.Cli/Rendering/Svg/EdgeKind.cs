namespace MemoryModelLab.Cli.Rendering.Svg;

/// <summary>A kind of edges, which share a colour.</summary>
/// <param name="Class">The name of the style.</param>
/// <param name="Order">Its place in the legend.</param>
/// <param name="Meaning">What the legend says.</param>
/// <param name="Light">The colour on light ground.</param>
/// <param name="Dark">The colour on dark ground.</param>
/// <param name="Dash">The dashes of the line; null for none.</param>
internal sealed record EdgeKind(string Class, int Order, string Meaning, string Light, string Dark, string? Dash = null)
{
    private static readonly EdgeKind Other = new("other", 6, "other relation of the model", "#0e7490", "#39c5cf");

    /// <summary>All kinds, in the order of the legend.</summary>
    public static IReadOnlyList<EdgeKind> All { get; } =
    [
        new("po", 0, "program order", "#6e7781", "#8b949e"),
        new("rf", 1, "reads from", "#1a7f37", "#3fb950"),
        new("co", 2, "coherence order", "#0550ae", "#58a6ff"),
        new("fr", 3, "from reads", "#bc4c00", "#ff8c5a"),
        new("rmw", 4, "read-modify-write", "#24292f", "#e6edf3"),
        new("dep", 5, "dependency", "#8250df", "#bc8cff", "6 4"),
        Other,
    ];

    /// <summary>The kind of the relation called <paramref name="relation"/>.</summary>
    public static EdgeKind Of(string relation)
    {
        string name = relation is "addr" or "data" or "ctrl" ? "dep" : relation;
        return All.FirstOrDefault(k => k.Class == name) ?? Other;
    }
}
