namespace MemoryModelLab.Litmus;

/// <summary>Finds the name that a mistyped one was probably meant to be.</summary>
public static class Suggestion
{
    private const int ShortestBeginning = 4;

    /// <summary>The sentence <c>; did you mean 'x'?</c>, or nothing when no name is near.</summary>
    public static string For(string typed, IEnumerable<string> names)
    {
        string? best = null;
        int bestDistance = typed.Length < 2 ? 1 : ((typed.Length + 1) / 3) + 1;
        foreach (string name in names.Order(StringComparer.Ordinal))
        {
            if (Math.Abs(name.Length - typed.Length) >= bestDistance) continue;
            int distance = Distance(typed, name);
            if (distance >= bestDistance) continue;
            bestDistance = distance;
            best = name;
        }

        // Or one begins with the other: mesi-dir, mesi-directory.
        best ??= names.Order(StringComparer.Ordinal).FirstOrDefault(name => Begins(name, typed) || Begins(typed, name));
        return best is null ? "" : $"; did you mean '{best}'?";
    }

    private static bool Begins(string name, string beginning) => beginning.Length >= ShortestBeginning && name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);

    /// <summary>Edit distance (Levenshtein), where a change of case costs nothing.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1;
                int cost = Math.Min(diagonal + change, Math.Min(row[j], row[j - 1]) + 1);
                diagonal = row[j];
                row[j] = cost;
            }
        }

        return row[b.Length];
    }
}
