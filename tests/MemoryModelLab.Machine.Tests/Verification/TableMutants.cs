using MemoryModelLab.Machine.Coherence;

namespace MemoryModelLab.Machine.Tests.Verification;

/// <summary>Protocol tables that are wrong in one cell.</summary>
internal static class TableMutants
{
    /// <summary>What a cell says of what cannot happen.</summary>
    public const string Impossible = "–";

    private const string Nothing = "·", Stall = "stall";

    /// <summary>Every table in which one cell says something else: that it cannot happen, nothing, to wait, an action less, or another next state.</summary>
    public static IEnumerable<(string Cell, string Was, string Other, string Text)> Of(ProtocolTable table)
    {
        string[][] rows = [.. table.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|', StringSplitOptions.TrimEntries))];
        for (int row = 1; row < rows.Length; row++)
        {
            for (int column = 1; column < rows[row].Length; column++)
            {
                string cell = rows[row][column], state = rows[row][0];
                foreach (string other in Others(cell, table.States).Where(other => Meaning(other, state) != Meaning(cell, state)).DistinctBy(other => Meaning(other, state)).ToArray())
                {
                    rows[row][column] = other;
                    yield return ($"{state} × {rows[0][column]}", cell, other, string.Join('\n', rows.Select(cells => string.Join(" | ", cells))));
                    rows[row][column] = cell;
                }
            }
        }
    }

    private static IEnumerable<string> Others(string cell, IReadOnlyList<string> states)
    {
        if (cell == Impossible) yield break; // whatever is said of what cannot happen is as good
        yield return Impossible;
        yield return Nothing;
        yield return Stall;
        if (cell == Stall) yield break;
        string[] parts = cell.Split('/'), actions = parts[0] == Nothing ? [] : parts[0].Split(' ');
        for (int left = 0; left < actions.Length; left++) yield return Cell(actions.Where((_, i) => i != left), parts.ElementAtOrDefault(1));
        foreach (string next in states) yield return Cell(actions, next);
        if (parts.Length > 1 && parts[1].Split(':') is [string alone, string shared])
        {
            yield return Cell(actions, alone);
            yield return Cell(actions, shared);
        }
    }

    private static string Cell(IEnumerable<string> actions, string? next)
    {
        string all = string.Join(' ', actions);
        return (all.Length == 0 ? Nothing : all) + (next is null ? "" : $"/{next}");
    }

    private static string Meaning(string cell, string state) => cell is Impossible or Stall || cell.Contains('/', StringComparison.Ordinal) ? cell : $"{cell}/{state}";
}
